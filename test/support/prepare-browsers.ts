import { bringBrowsers } from '../../scripts/setup/browsers.mjs';
import { startSound } from '../../scripts/setup/sound.mjs';

/**
 * Browsers and a sound server for a tool that is no test; `npm test` has its own.
 * @throws Error where one is not to be had
 */
export async function prepareBrowsers(engines: readonly ('chromium' | 'firefox')[]): Promise<void> {
  const wanted = [...engines, 'sound' as const];
  const { found, env } = await bringBrowsers(wanted);
  const missing = wanted.filter((each) => !found.has(each));
  if (missing.length) throw new Error(`This cannot be measured without ${missing.join(' and ')}.`);
  Object.assign(process.env, env, await startSound());
}
