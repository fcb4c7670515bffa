/**
 * `npm test`: every test there is. Works as the first command in a fresh clone.
 *
 *   npm test                       all stages
 *   npm test -- unit               one kind: checks, types, lint, format, build, size, unit, browser, e2e, speaker
 *   npm test -- browser webkit     browser tests in one engine
 *   npm test -- unit clock         only files with “clock” in their path (browser, e2e and speaker too)
 */
import { bringBrowsers } from './setup/browsers.mjs';
import { command, setUp } from './setup/index.mjs';
import { say } from './setup/processes.mjs';
import { startSound } from './setup/sound.mjs';
import { startDisplay } from './setup/webkit.mjs';
import { failedOnce, needs, stages, whole } from './test/stages.mjs';
import { isStale } from './test/stale.mjs';

const ENGINES = /** @type {const} */ (['chromium', 'firefox', 'webkit']);
const KINDS = { checks: ['types', 'lint', 'format'], browser: ENGINES.map((engine) => `browser ${engine}`) };

await command(async () => {
  const { names, filters } = choose(process.argv.slice(2));
  const node = await setUp();
  const ready = names.some(needsBrowser) ? await bringEngines(names) : new Set();

  const results = new Map();
  if (ready.size && !ready.has('sound')) note(results, 'sound');
  if (names.some(isWhole)) for (const each of ENGINES) if (!ready.has(each)) note(results, each);
  await inTurn(names, async (name, alone) => {
    const started = Date.now();
    const engine = name.replace('browser ', '');
    say(`${name} …`);
    if (name.startsWith('browser ') && !ready.has(engine)) return note(results, engine);
    const result = await stages[name](node, { filters, ...(!alone && { label: name }) });
    results.set(name, { ...result, seconds: (Date.now() - started) / 1000 });
  });
  return close(new Map([...results].sort(([a], [b]) => names.indexOf(a) - names.indexOf(b))));
});

/**
 * Two stages at a time: they mostly wait, and the smallest machine has two cores. Whole browsers come last and by
 * themselves, since they are listened to.
 * @param {string[]} names
 * @param {(name: string, alone: boolean) => Promise<unknown>} perform
 */
async function inTurn(names, perform) {
  const queue = names.filter((name) => !isWhole(name));
  const alone = queue.length < 2;
  /** @type {Map<string, Promise<unknown>>} */
  const begun = new Map();
  const lane = async () => {
    for (let name; (name = queue.shift());) {
      await begun.get(needs[name] ?? '');
      begun.set(name, perform(name, alone));
      await begun.get(name);
    }
  };
  await Promise.all([lane(), lane()]);
  for (const name of names.filter(isWhole)) await perform(name, true);
}

/** What is missing has been said, and counts against us only where everything must be there. */
function note(results, what) {
  if (process.env.CI) results.set(`no ${what}`, failedOnce(`${what} is missing`));
}

/** @param {string[]} args */
function choose(args) {
  const all = Object.keys(stages);
  const [kind, second, ...rest] = args;
  if (!kind) return { names: all, filters: [] };
  if (kind === 'browser' && second && all.includes(`browser ${second}`))
    return { names: [`browser ${second}`], filters: rest };
  const names = KINDS[kind] ?? all.filter((name) => name === kind);
  if (!names.length)
    throw new Error(`There is no “${kind}”. Choose one of: ${[...all, 'checks', 'browser'].join(', ')}.`);
  return { names: isWhole(kind) && isStale() ? ['build', ...names] : names, filters: args.slice(1) };
}

/** @param {string} name */
function needsBrowser(name) {
  return isWhole(name) || name.startsWith('browser');
}

/** @param {string} name */
function isWhole(name) {
  return whole.includes(name);
}

/** Browsers, sound and display, and the variables that lead to them. @param {string[]} names */
async function bringEngines(names) {
  const engines = names.some(isWhole) ? ENGINES : ENGINES.filter((engine) => names.includes(`browser ${engine}`));
  const { found, env } = await bringBrowsers([...engines, 'sound']);
  Object.assign(process.env, env);
  if (found.has('sound')) Object.assign(process.env, await startSound());
  if (found.has('webkit')) Object.assign(process.env, await startDisplay());
  return found;
}

/** The table, what failed, and the closing line. */
function close(results) {
  const total = { passed: 0, failed: 0 };
  console.log('');
  for (const [name, { passed, failed, skipped, seconds, unsteady }] of results) {
    total.passed += passed;
    total.failed += failed;
    const time = seconds === undefined ? '' : `${seconds.toFixed(0)} s`;
    console.log(
      `${failed ? '✗' : '✓'} ${name.padEnd(18)} ${time.padStart(6)}  passed ${passed}, failed ${failed}${skipped ? `, skipped ${skipped}` : ''}${unsteady ? `, unsteady ${unsteady.length}` : ''}`,
    );
  }
  list('Failed', 'failures', results);
  list('Failed once, passed when run again by itself', 'unsteady', results);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed || !total.passed ? 1 : 0;
}

/** @param {string} title @param {'failures' | 'unsteady'} which @param {Map<string, import('./test/stages.mjs').Result>} results */
function list(title, which, results) {
  const lines = [...results].flatMap(([name, result]) => (result[which] ?? []).map((text) => `[${name}] ${text}`));
  if (lines.length) console.log(`\n${title}:\n${lines.map((text) => `  ${firstLines(text)}`).join('\n')}`);
}

/** @param {string} text */
function firstLines(text) {
  return text.split('\n').slice(0, 16).join('\n    ');
}
