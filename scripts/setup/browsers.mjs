/** The three engines the tests run in, and what they need to make sound: found, or brought where that is possible. */
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, say } from './processes.mjs';

/**
 * What a program is called, where it lies beside the PATH, and the Debian package it comes in.
 * @type {Record<string, {names: string[], places?: string[], debian: string, variable?: string}>}
 */
const PROGRAMS = {
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    places: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    debian: 'chromium',
    variable: 'STILLROOM_CHROMIUM',
  },
  firefox: {
    names: ['firefox-esr', 'firefox'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    debian: 'firefox-esr',
    variable: 'STILLROOM_FIREFOX',
  },
  webkitDriver: { names: ['WebKitWebDriver'], debian: 'webkit2gtk-driver', variable: 'STILLROOM_WEBKIT_DRIVER' },
  miniBrowser: {
    names: ['MiniBrowser'],
    places: [
      '/usr/lib/*/webkit2gtk-4.1/MiniBrowser',
      '/usr/lib/*/webkitgtk-6.0/MiniBrowser',
      '/usr/libexec/webkit*/MiniBrowser',
    ],
    debian: 'webkit2gtk-driver',
    variable: 'STILLROOM_MINIBROWSER',
  },
  xvfb: { names: ['Xvfb'], debian: 'xvfb' },
  dbus: { names: ['dbus-daemon'], debian: 'dbus' },
  pulseaudio: { names: ['pulseaudio'], debian: 'pulseaudio' },
  parec: { names: ['parec'], debian: 'pulseaudio-utils' },
};

/** Which programs an engine, or the sound of them all, stands on. */
const NEEDS = {
  chromium: ['chromium'],
  firefox: ['firefox'],
  webkit: ['webkitDriver', 'miniBrowser', 'xvfb', 'dbus'],
  sound: ['pulseaudio', 'parec'],
};

/** @typedef {'chromium' | 'firefox' | 'webkit'} Engine */

/**
 * Installs what is missing where we may (Debian, as root), and says plainly what is still missing elsewhere.
 * @param {readonly (Engine | 'sound')[]} wanted
 * @returns {Promise<{found: Set<string>, env: Record<string, string>}>} what can be used, and variables that say where
 */
export async function bringBrowsers(wanted) {
  const programs = [...new Set(wanted.flatMap((name) => NEEDS[name]))];
  const missing = programs.filter((name) => !find(name));
  if (missing.length && onDebianAsRoot()) await install([...new Set(missing.map((name) => PROGRAMS[name].debian))]);

  const found = new Set(wanted.filter((name) => NEEDS[name].every(find)));
  for (const name of wanted) if (!found.has(name)) say(whatToDo(name));
  /** @type {Record<string, string>} */
  const env = {};
  for (const name of programs) {
    const { variable } = PROGRAMS[name];
    const path = find(name);
    if (variable && path) env[variable] = path;
  }
  return { found, env };
}

/** @param {string} name a key of PROGRAMS @returns {string | null} the program's path */
export function find(name) {
  const { names, places = [], variable } = PROGRAMS[name];
  const told = variable && process.env[variable];
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((file) => join(folder, file)));
  const elsewhere = places.flatMap((place) => (place.includes('*') ? globbed(place) : [place]));
  return [...(told ? [told] : []), ...onPath, ...elsewhere].find(runs) ?? null;
}

/** @param {string} path */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const onDebianAsRoot = () =>
  process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && /^ID(_LIKE)?=.*debian/m.test(osRelease());

function osRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

/** @param {string[]} packages */
async function install(packages) {
  /** @type {string[]} */
  const heard = [];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may be at work on a machine that has just started.
  const apt = (/** @type {string[]} */ ...args) =>
    run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', ...args], {
      env,
      heard,
      brief: true,
    });
  say(`Bringing ${packages.join(', ')} with apt-get; a minute or two the first time …`);
  await apt('update');
  const code = await apt('install', '-y', '--no-install-recommends', ...packages);
  if (code === 0) return;
  console.log(heard.join('').split('\n').slice(-30).join('\n'));
  say(`apt-get ended with ${code}; going on with what is there.`);
}

/** @param {Engine | 'sound'} name */
function whatToDo(name) {
  const packages = [
    ...new Set(NEEDS[name].filter((program) => !find(program)).map((program) => PROGRAMS[program].debian)),
  ];
  const debian = `on Debian or Ubuntu: apt-get install ${packages.join(' ')}`;
  const said = {
    chromium: `Chromium is missing, so nothing is tested in it. Install Chromium or Chrome (${debian}).`,
    firefox: `Firefox is missing, so nothing is tested in it. Install it (${debian}).`,
    webkit: `WebKit is missing, so nothing is tested in it. It runs on Linux (${debian}).`,
    sound: `There is no PulseAudio to listen with, so what is heard is not tested (${debian}).`,
  };
  return said[name];
}

/**
 * Paths for a pattern with a star in one folder's name (Node 20 has no glob of its own).
 * @param {string} pattern @returns {string[]}
 */
function globbed(pattern) {
  const parts = pattern.split('/');
  const at = parts.findIndex((part) => part.includes('*'));
  const folder = parts.slice(0, at).join('/');
  const [start, end] = parts[at].split('*');
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.startsWith(start) && name.endsWith(end))
    .map((name) => [folder, name, ...parts.slice(at + 1)].join('/'));
}
