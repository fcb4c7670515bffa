/** The packages of package-lock.json, brought when they are missing or others than the lock file names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, say } from './processes.mjs';

/**
 * `npm ci`, if needed. Browser downloads are off: the tests use the system's own browsers.
 * @param {string} root the project's folder
 * @throws Error when npm fails
 */
export async function bringPackages(root) {
  const why = whatIsAmiss(root);
  if (!why) return;
  say(`Bringing the packages with npm ci (${why}); about a minute the first time …`);
  const code = await npm(['ci'], root);
  if (code !== 0)
    throw new Error(`npm ci ended with ${code}. Is the package registry reachable? See what npm says above.`);
}

/**
 * Compares the lock file with npm's own record of what it has installed, which it writes last.
 * @param {string} root
 * @returns {string | null} the reason to install, or null
 */
function whatIsAmiss(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted)
    throw new Error('package-lock.json is missing or damaged: get it back with git checkout package-lock.json.');
  if (!installed) return 'nothing is installed yet';
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path && !optional && installed[path]?.version !== version)
      return `package-lock.json has changed: ${path.slice(13)}`;
  }
  return null;
}

/** @param {string} file @returns {Record<string, {version: string, optional?: boolean}> | null} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** npm, by the same npm that called us where there is one. @param {string[]} args @param {string} cwd */
function npm(args, cwd) {
  const env = { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  if (cli?.endsWith('.js')) return run(node ?? process.execPath, [cli, ...args], { env, cwd });
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { env, cwd });
}
