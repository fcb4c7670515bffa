import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

/** What may be asked for, by which window, and how long it is until the next thing is, ms. */
const step = fc.record({
  does: fc.constantFrom('begin', 'mark', 'mark', 'end', 'reopen', 'dose', 'erase all', 'erase it', 'crash'),
  window: fc.nat(1),
  ms: fc.oneof(fc.nat(30), fc.nat(700)),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Sent = ReturnType<TestWindow['send']>;

/** Does it all, then lets every window die. @returns the texts of marks that must be there afterwards, and those that are */
async function course(steps: readonly Step[]) {
  for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
  const windows = new Windows();
  for (let i = 0; i < 2; i++) await windows.open();
  let marks: { text: string; at: number; by: TestWindow; sent: Sent }[] = [];
  const erased: { at: number; sent: Sent }[] = [];
  for (const [at, { does, window, ms }] of steps.entries()) {
    const alive = windows.all.filter(({ alive }) => alive);
    const one = alive[window % alive.length]!;
    const { session } = one.room.state;
    const text = `mark ${at}`;
    if (does === 'begin') for (const name of ['prepare', 'open'] as const) one.send(name);
    if (does === 'begin' || does === 'mark') marks.push({ text, at, by: one, sent: one.send('mark', text) });
    else if (does === 'erase all') erased.push({ at, sent: one.send('erase', 'all') });
    else if (does === 'erase it' && session) erased.push({ at, sent: one.send('erase', session) });
    else if (does === 'end' || does === 'reopen' || does === 'dose') one.send(does);
    else if (does === 'crash' && alive.length > 1) {
      // Nobody has been told of what it is about to do.
      marks = marks.filter(({ by, sent }) => by !== one || sent.outcome);
      one.crash();
      await windows.open();
    }
    await windows.pass(ms, 10);
  }
  await windows.pass(20_000);
  for (const each of windows.all) each.crash();
  const last = await windows.open();
  await windows.pass(2000);
  const there: string[] = [];
  for (const { session } of (await last.call('sessions')) as { session: string }[])
    for (const { private: typed } of await last.read(session)) if (typed?.text) there.push(typed.text as string);
  const goes = ({ outcome }: Sent) => outcome === 'done' || outcome === null || outcome === 'no-owner';
  const kept = marks.filter(
    ({ at, sent }) => sent.outcome === 'done' && !erased.some((each) => each.at > at && goes(each.sent)),
  );
  return { kept: kept.map(({ text }) => text), there };
}

it('erasing takes what was asked for before it, and nothing that was asked for afterwards', { timeout: 120_000 }, () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      vi.setSystemTime(1_800_000_000_000);
      const { kept, there } = await course(steps);
      expect(there).toEqual(expect.arrayContaining(kept));
      vi.restoreAllMocks();
      vi.unstubAllGlobals();
      vi.clearAllTimers();
    }),
    { numRuns: Number(process.env.STILLROOM_RUNS ?? 40), endOnFailure: true },
  ),
);
