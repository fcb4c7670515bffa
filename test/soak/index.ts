/**
 * `npm run soak`: what only shows after a while.
 *
 *   npm run soak                           thirty minutes of playback, a transition every thirty seconds
 *   npm run soak -- --minutes 10           the same, shorter
 *   npm run soak -- lateness               eight minutes in a hidden tab that is silent: how late is what time brings?
 *   npm run soak -- transitions            twelve tracks, recorded at the speaker
 *   npm run soak -- faults                 a server that misbehaves on purpose, recorded at the speaker
 *   npm run soak -- kills                  a browser killed a hundred times in a rehearsal, Chromium and Firefox
 *   npm run soak -- kills --count 10       the same, fewer
 *   npm run soak -- owners                 the owner of a room changes fifty times under load (`--count 10`: fewer)
 *
 * Exit code 1 where it does not hold.
 */
import { prepareBrowsers } from '../support/prepare-browsers.js';
import { command, root } from '../../scripts/setup/index.mjs';
import { run } from '../../scripts/setup/processes.mjs';

const PARTS = ['playback', 'lateness', 'transitions', 'faults', 'kills', 'owners'] as const;

await command(async () => {
  const [first = 'playback', ...rest] = process.argv.slice(2);
  const options = first.startsWith('--') ? [first, ...rest] : rest;
  const part = first.startsWith('--') ? 'playback' : PARTS.find((name) => name === first);
  if (!part) throw new Error(`There is no “${first}”. Choose one of: ${PARTS.join(', ')}.`);
  const given = (name: string) => Number(options[options.indexOf(name) + 1] ?? NaN);
  const minutes = given('--minutes');

  if (part === 'transitions' || part === 'faults') {
    const env = { ...process.env, STILLROOM_LONG: '1' };
    return run(process.execPath, ['scripts/test.mjs', 'speaker', part], { cwd: root, env });
  }
  if (part === 'owners') {
    const env = { ...process.env, STILLROOM_CHANGES: `${given('--count') || 50}` };
    return run(process.execPath, ['scripts/test.mjs', 'e2e', 'owner-changes'], { cwd: root, env });
  }
  await prepareBrowsers(part === 'kills' ? ['chromium', 'firefox'] : ['chromium']);
  // They look for the browser when they are loaded.
  if (part === 'lateness') return (await import('./lateness.js')).lateness(minutes || 8);
  if (part === 'kills') return (await import('./kills.js')).kills(given('--count') || 100);
  return (await import('./playback.js')).playback(minutes || 30);
});
