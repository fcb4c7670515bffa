import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fold } from '../../src/session/index.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

/** What may happen to a session. `window` and `ms` are taken as far as they go. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('command' as const), window: fc.nat(3), ms: fc.nat(400) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('tick' as const), window: fc.nat(3), ms: fc.nat(90_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom('start', 'crash', 'cut off', 'steal', 'freeze', 'thaw', 'sleep', 'fail', 'recover'),
      window: fc.nat(3),
      ms: fc.nat(4000),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A command, and what is known of it. */
interface Sent {
  text: string;
  outcome: { outcome: string | null };
  /** Its entry was in the record of a window that had no storage, or whose owner died with it: it may be lost. */
  loose: boolean;
}

/** Runs the steps over real rooms, and looks after each whether what must always hold does. */
class Course {
  readonly windows: Windows;
  readonly sent: Sent[] = [];

  constructor(locks: boolean) {
    this.windows = new Windows({ locks });
  }

  get alive(): TestWindow[] {
    return this.windows.all.filter((each) => each.alive);
  }

  async begin() {
    const first = await this.windows.open();
    for (const [name, ...args] of [['prepare', { protocol: 'open' }], ['open'], ['dose']] as const) {
      first.send(name, ...args);
      await this.windows.pass(200);
    }
    expect(first.room.state.doses).toHaveLength(1);
  }

  command(from: TestWindow) {
    const text = `mark ${this.sent.length}`;
    this.sent.push({ text, outcome: from.send('mark', text), loose: this.windows.full });
  }

  async take({ does, window, ms }: Step) {
    const { windows, alive } = this;
    const one = alive[window % Math.max(1, alive.length)];
    if (does === 'start') {
      // One that nobody answers at the start of a page waits long: not while every other is frozen.
      if (alive.length < 4) await windows.open();
    } else if (!one) return;
    else if (does === 'command' && one.awake) this.command(one);
    else if (does === 'steal' && one.awake) one.send('takeOver');
    else if (does === 'freeze') one.freeze();
    else if (does === 'thaw') {
      one.thaw();
      // Before it hears of anything.
      this.command(one);
    } else if (does === 'cut off') {
      // The owner writes what it was asked, and dies before it can say so.
      const owner = windows.owners[0];
      const other = alive.find((each) => each.awake && each !== owner);
      if (!owner || !other || windows.full) return;
      owner.mute();
      this.command(other);
      await windows.pass(100);
      owner.crash();
    } else if (does === 'crash') {
      // What was only in memory goes with the last window that had it.
      if (windows.full) for (const each of this.sent) each.loose = true;
      one.crash();
    } else if (does === 'sleep') vi.setSystemTime(Date.now() + ms * 100);
    else if (does === 'fail') windows.full = true;
    else if (does === 'recover') windows.full = false;
    if (windows.full) for (const each of this.sent) if (each.outcome.outcome === null) each.loose = true;
    await windows.pass(ms);
    this.look();
  }

  look() {
    expect(this.windows.owners.length, 'owners').toBeLessThanOrEqual(1);
    for (const { room } of this.alive) {
      const { journal } = room.state;
      expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, i) => i));
    }
  }

  /** Everything comes back, and time is given to it. */
  async end() {
    const { windows } = this;
    windows.full = false;
    for (const each of this.alive) each.thaw();
    await windows.pass(45_000);
    const last = await windows.open();
    await windows.pass(10_000);
    this.look();
    const all = this.alive;
    expect(windows.owners).toHaveLength(1);
    const { journal } = windows.owners[0]!.room.state;
    for (const { room } of all) expect(room.state.journal).toEqual(journal);

    const stored = await last.read();
    const texts = stored.flatMap(({ type, private: typed }) => (type === 'marked' ? [typed?.text] : []));
    expect(texts, 'nothing is doubled').toEqual([...new Set(texts)]);
    for (const { text, outcome, loose } of this.sent) {
      if (outcome.outcome === 'done' && !loose) expect(texts, `${text} was acknowledged`).toContain(text);
      if (outcome.outcome !== 'done' && outcome.outcome !== null && outcome.outcome !== 'no-owner')
        expect(texts, `${text} was refused`).not.toContain(text);
    }
    const epochs = stored.flatMap(({ type, data }) =>
      type === 'owner-changed' ? [(data as { epoch: number }).epoch] : [],
    );
    expect(epochs, 'no two owners of one epoch').toEqual([...new Set(epochs)].sort((a, b) => a - b));
    expect(fold(stored)?.marks.length).toBe(last.room.state.marks.length);
  }
}

const runs = Number(process.env.STILLROOM_RUNS ?? 12);

describe.each([{ locks: true }, { locks: false }])('a session in several windows, %o', ({ locks }) => {
  it(
    'has one owner, loses nothing that was acknowledged and doubles nothing, whatever happens',
    { timeout: 20_000 + runs * 3000 },
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
          vi.setSystemTime(1_800_000_000_000);
          const course = new Course(locks);
          await course.begin();
          for (const each of steps) await course.take(each);
          await course.end();
          for (const each of course.alive) each.crash();
          vi.restoreAllMocks();
          vi.unstubAllGlobals();
          vi.clearAllTimers();
        }),
        { numRuns: runs, endOnFailure: true },
      ),
  );
});
