import { bringBrowsers } from '../../scripts/setup/browsers.mjs';
import { root } from '../../scripts/setup/index.mjs';
import { run } from '../../scripts/setup/processes.mjs';
import { startSound } from '../../scripts/setup/sound.mjs';
import { isStale } from '../../scripts/test/stale.mjs';

/**
 * The built file, browsers and a sound server for a tool that is no test; `npm test` has its own.
 * @throws Error where one is not to be had
 */
export async function prepareBrowsers(engines: readonly ('chromium' | 'firefox')[]): Promise<void> {
  if (isStale() && (await run(process.execPath, ['scripts/build.mjs'], { cwd: root })) !== 0)
    throw new Error('The build failed; see above.');
  const wanted = [...engines, 'sound' as const];
  const { found, env } = await bringBrowsers(wanted);
  const missing = wanted.filter((each) => !found.has(each));
  if (missing.length) throw new Error(`This cannot be measured without ${missing.join(' and ')}.`);
  Object.assign(process.env, env, await startSound());
}
