import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../../../src/music/choose.js';
import { Simulated, Told, track } from '../../support/simulated-music.js';

/** A touch has its effect within this, s: what makes room goes, its deck rests for a second, a file is loaded. */
const SOON = 3;
/** The fastest a voice's share of the power may move, per s: a third in the time that room is made for a voice. */
const FASTEST = 0.24;
/** Each phase has three pieces. */
const phases = ['settle', 'onset', 'build', 'peak', 'return'];
const tracks = phases.flatMap((phase) => ['1', '2', '3'].map((n) => track(phase + n, { phases: [phase] })));
const nameOf = (location: string) => /(\w+)\.mp3/.exec(location)?.[1] ?? '';

function opened(seconds: (name: string) => number = () => 300) {
  const list = tracks.map((each) => ({ ...each, duration: seconds(each.id) * 1000 }));
  const sim = new Simulated(new Told(list), (location) => ({ seconds: seconds(nameOf(location)) }));
  sim.do('open');
  sim.clock.pass(25);
  sim.heard();
  return sim;
}

/** The piece that should sound is not the one that was begun last. */
const waits = (sim: Simulated) => {
  const { on, t } = sim.told;
  const { now } = choose(on, t, sim.conductor.place());
  const { playing, plays } = on.music;
  return !playing || plays.at(-1)?.track !== now.track.id;
};

/** The power of the voice that plays a piece. */
const powerOf = (sim: Simulated, id: string) => {
  const deck = sim.decks.find(({ loaded }) => nameOf(loaded ?? '') === id);
  const voice = sim.strips.find(({ from }) => from === deck?.output);
  return (voice?.strip.share.at(sim.clock.now) ?? 0) ** 2;
};

/** Lets time pass, and holds what every moment is held to. @returns s until the piece that was asked for had begun */
function follow(sim: Simulated, seconds: number): number {
  let waited = 0;
  let last = new Map<unknown, number>();
  sim.clock.pass(seconds, () => {
    if (waits(sim)) waited += 0.05;
    const level = 10 * Math.log10(sim.sound);
    expect(level).toBeGreaterThan(-1);
    expect(level).toBeLessThan(0.01);
    const now = new Map<unknown, number>();
    for (const { strip } of sim.strips) {
      const power = strip.share.at(sim.clock.now) ** 2;
      now.set(strip, power);
      const before = last.get(strip);
      if (before !== undefined) expect(Math.abs(power - before) / 0.05).toBeLessThan(FASTEST);
    }
    last = now;
  });
  return waited;
}

describe('a third move in the middle of an overlap', () => {
  it.each([
    [15, 4],
    [2, 2],
    [6, 1],
    [10, 10],
    [0.3, 0.3],
  ])('has its effect soon, %d and %d s after the others', (first, second) => {
    const sim = opened();
    sim.do('goTo', 'onset');
    sim.clock.pass(first);
    sim.do('goTo', 'build');
    sim.clock.pass(second);
    sim.do('skip');
    expect(follow(sim, 30)).toBeLessThan(SOON);
    expect(sim.heard().at(-1)).toBe('track-started build2 skip');
    expect(sim.power).toBeCloseTo(1, 6);
  });

  it('lets the piece that is skipped rise no further', () => {
    const sim = opened();
    sim.do('goTo', 'onset');
    sim.clock.pass(15);
    sim.do('goTo', 'build');
    sim.clock.pass(8);
    sim.do('skip');
    sim.clock.pass(0.1);
    let last = powerOf(sim, 'build1');
    expect(last).toBeGreaterThan(0.1);
    sim.clock.pass(12, () => {
      const power = powerOf(sim, 'build1');
      expect(power).toBeLessThan(last + 1e-9);
      last = power;
    });
  });

  it('is overtaken by the next: the newest wins', () => {
    const sim = opened();
    for (const phase of ['onset', 'build', 'peak']) {
      sim.do('goTo', phase);
      sim.clock.pass(3);
    }
    sim.do('goTo', 'return');
    sim.clock.pass(0.5);
    sim.do('skip');
    expect(follow(sim, 25)).toBeLessThan(SOON);
    expect(sim.heard().filter((fact) => /started (return|peak[23])/.test(fact))).toEqual([
      'track-started return1 skip',
    ]);
  });
});

describe('a piece that runs out in the middle of an overlap', () => {
  // Each was found by chance: up to 4 dB were missing for a moment.
  it.each<[string, [number, 'skip' | 'next' | 'goTo', string?][]]>([
    [
      'while its successor runs its second',
      [
        [18.96, 'next'],
        [22.79, 'goTo', 'build'],
        [25.2, 'goTo', 'return'],
      ],
    ],
    [
      'while room is made for one',
      [
        [20, 'next'],
        [23.31, 'skip'],
      ],
    ],
  ])('leaves what it had to the others %s', (_, moves) => {
    const sim = opened((name) => (name === 'settle1' ? 50 : 300));
    const begun = sim.clock.now;
    for (const [at, move, phase] of [...moves, [40, 'skip'] as const]) {
      sim.clock.pass(begun + at - sim.clock.now, () => {
        const level = 10 * Math.log10(sim.sound);
        expect(level).toBeGreaterThan(-1);
        expect(level).toBeLessThan(0.01);
      });
      sim.do(move as 'goTo', ...([phase].filter(Boolean) as [string]));
    }
    expect(sim.scapes).toEqual([]);
  });
});

describe('whatever a hand asks for, one thing after another', () => {
  const moves = fc.constantFrom('skip', 'next', 'goTo', 'gentler', 'fuller', 'undo');
  const move = fc.tuple(moves, fc.double({ min: 0.05, max: 20, noNaN: true }));
  const hand = fc.array(move, { maxLength: 14 });
  const busy = fc.array(move, { minLength: 8, maxLength: 14 });

  /** Skipped in the last second of a piece: what it still has is given to the others already, and needs no soundscape. */
  const GIVEN: [string, number][] = [
    ['gentler', 14.77],
    ['gentler', 0.05],
    ['next', 5.2342],
    ['gentler', 0.05],
    ['gentler', 1.5643],
    ['skip', 0.17758],
    ['skip', 0.05],
    ['skip', 0.05],
    ['skip', 2.32317],
    ['skip', 0.850796],
    ['skip', 0.05],
    ['skip', 0.05],
  ];

  const perform = (sim: Simulated, move: 'skip' | 'goTo') => {
    const { on } = sim.told;
    try {
      if (move === 'goTo') sim.do('goTo', on.protocol.phases[(on.visits.length * 2) % 5]!.id);
      else sim.do(move);
    } catch (error) {
      if ((error as { code?: string }).code !== 'not-now') throw error;
    }
  };

  it('begins within three seconds, and no level moves faster than a fade', () => {
    fc.assert(
      fc.property(hand, (sequence) => {
        const sim = opened();
        for (const [move, seconds] of sequence) {
          perform(sim, move as 'skip');
          expect(follow(sim, seconds)).toBeLessThan(SOON);
        }
        expect(follow(sim, 30)).toBeLessThan(SOON);
        expect(sim.power).toBeCloseTo(1, 6);
        expect(sim.scapes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('needs no soundscape in between where pieces end meanwhile, and leaves no dip where one runs out', () => {
    fc.assert(
      fc.property(busy, (sequence) => {
        const sim = opened((name) => 50 + 7 * (tracks.findIndex(({ id }) => id === name) % 6));
        for (const [move, seconds] of sequence) {
          perform(sim, move as 'skip');
          sim.clock.pass(seconds, () => {
            const level = 10 * Math.log10(sim.sound);
            expect(level).toBeGreaterThan(-1);
            expect(level).toBeLessThan(0.01);
          });
          expect(sim.scapes).toEqual([]);
        }
      }),
      { numRuns: 200, examples: [[GIVEN]] },
    );
  }, 60_000);
});
