import { launchThrottledChromium } from '../e2e/support/launch.js';
import { page, serve } from '../e2e/support/serve.js';
import { call, ready, stateOf, type Tab } from '../e2e/support/tag.js';
import type { StillRoom } from '../../src/still-room.js';
import { pause } from '../bench/stage.js';

/** ms by which what time brings may be late in a hidden tab. */
const BUDGET = 1100;
/** Minutes after which Chromium wakes the timers of a hidden and silent page only once a minute. */
const INTENSE = 5;

/** Something falls due, lapses or begins every few seconds of the minute, never on the minute. */
const protocol = {
  format: 'stillroom-protocol/1',
  id: 'busy',
  title: 'Busy',
  phases: [
    { id: 'settle', label: 'Settle', minutes: null, intensity: 1 },
    ...Array.from({ length: 23 }, (_, i) => ({ id: `p${i}`, label: `Phase ${i}`, minutes: 0.7, intensity: 1 })),
  ],
  checkIns: [
    { id: 'a', kind: 'task', ask: 'A', every: 1, window: 0.5 },
    { id: 'b', kind: 'task', ask: 'B', every: 1.3, window: 0.6 },
  ],
};

/** @returns the exit code; prints how late each thing came */
export async function lateness(minutes: number): Promise<number> {
  const site = await serve({
    mounts: {
      '/busy/': page(
        '<script type="module" src="/stillroom.js"></script><still-room protocols="protocol.json"></still-room>',
      ),
      '/busy/protocol.json': { body: JSON.stringify(protocol), type: 'application/json' },
    },
  });
  const browser = await launchThrottledChromium({ ahead: null });
  try {
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/busy/`);
    await ready(tab);
    for (const [name, ...args] of [['prepare', { protocol: 'busy' }], ['open'], ['dose'], ['silence']] as const) {
      const refused = await call(tab, name, ...args);
      if (refused) throw new Error(refused);
    }
    await tab.evaluate(chainTimers);
    const front = await browser.newPage();
    await front.bringToFront();
    if ((await tab.evaluate(() => document.visibilityState)) !== 'hidden') throw new Error('The tab was not hidden.');
    const hiddenAt = Date.now();
    console.log(`Hidden and silent for ${minutes} minutes …`);
    await pause(minutes * 60);

    const timers = (await tab.evaluate(() => (window as unknown as { chain: number[] }).chain)).map(Number);
    const came = await whatCame(tab);
    console.log(JSON.stringify((await stateOf(tab)).journal.map(({ type, t, cause }) => [type, t, cause])));
    const intense = hiddenAt + INTENSE * 60_000;
    const spans = [
      { when: 'in its first minutes', from: hiddenAt, to: intense },
      { when: `after ${INTENSE} minutes`, from: intense, to: Infinity },
    ].filter(({ from }) => from < Date.now());
    for (const { when, from, to } of spans) {
      const late = came
        .filter(({ at }) => at > from && at <= to)
        .map(({ late }) => late)
        .sort((a, b) => a - b);
      if (!late.length) throw new Error(`Hidden, ${when} nothing fell due.`);
      console.log(
        `hidden, ${when}: ${late.length} entries that time brought, ${late[0]} to ${late.at(-1)} ms late, half within ${late[late.length >> 1]} ms`,
      );
    }
    console.log(`A timer of 1 s in the same page, chained, came up to ${Math.max(...timers).toFixed(0)} ms late.`);
    const worst = Math.max(...came.filter(({ at }) => at > hiddenAt).map(({ late }) => late));
    console.log(`${worst <= BUDGET ? '✓' : '✗'} the latest came ${worst} ms late; allowed are ${BUDGET}`);
    return worst <= BUDGET ? 0 : 1;
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Runs in the page: shows that timers are indeed held back, or nothing would be proved. */
function chainTimers() {
  const chain: number[] = ((window as unknown as { chain: number[] }).chain = []);
  const next = (due: number) =>
    setTimeout(() => {
      chain.push(performance.now() - due);
      next(performance.now() + 1000);
    }, 1000);
  next(performance.now() + 1000);
}

/** Entries that time caused: when they were written, ms since the epoch, and how much later than due. */
async function whatCame(tab: Tab & { evaluate: unknown }): Promise<{ at: number; late: number }[]> {
  const { journal } = await stateOf(tab);
  const lapses = new Map<string, number>();
  const due = journal.flatMap((entry): { at: number; t: number }[] => {
    const { at, type, data } = entry;
    if (type === 'check-in-due' && data.lapsesAt !== null) lapses.set(data.id, data.lapsesAt);
    if (type === 'check-in-due') return [{ at, t: data.t }];
    if (type === 'check-in-lapsed') return [{ at, t: lapses.get(data.id) ?? NaN }];
    if (type === 'phase-entered' && data.why === 'time') return [{ at, t: data.t }];
    return [];
  });
  const wall = await Promise.all(due.map(({ t }) => wallAt(tab, t)));
  return due.map(({ at }, i) => ({ at, late: at - wall[i]! }));
}

const wallAt = (tab: Tab, t: number): Promise<number> =>
  (tab as { evaluate(body: (t: number) => number, t: number): Promise<number> }).evaluate(
    (t) => (document.querySelector('still-room') as StillRoom).clock!.wall(t)!,
    t,
  );
