import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { tasteOf, type Taste } from '../../../src/music/taste.js';
import type { Draft } from '../../../src/session/index.js';
import { protocol, Simulated, Told, track } from '../../support/simulated-music.js';

const settle = (...ids: string[]) => ids.map((id) => track(id, { phases: ['settle'] }));
const dB = (gain: number) => 20 * Math.log10(gain);

/** A room whose first session has been open for a while. */
const opened = () => {
  const sim = new Simulated(new Told(settle('a', 'b', 'c')));
  sim.do('open');
  sim.clock.pass(25);
  return sim;
};

/** Another session in the same room, made ready and opened after so many seconds. */
const next = (sim: Simulated, seconds: number) => {
  sim.fall = 1.5;
  sim.tells(new Told(settle('x', 'y'), protocol(), 'other', 'next'));
  sim.clock.pass(seconds);
  sim.fall = 60;
  sim.do('open');
};

const tastes: Taste[] = [];
afterEach(() => tastes.splice(0).forEach((taste) => taste.stop()));
/** A list is listened to in a room without a session. */
const listen = (sim: Simulated, id = 'tasted') => {
  const playlist = {
    id,
    title: id,
    creator: null,
    tracks: settle('x', 'y').map((x) => ({ ...x, id: `${id}-${x.id}` })),
  };
  const taste = tasteOf(
    playlist,
    () => {},
    () => {},
    () => {},
  );
  tastes.push(taste);
  sim.fall = sim.rise = taste.fade;
  sim.tells({
    get session() {
      return taste.session();
    },
    t: 0,
    add: (draft: Draft) => taste.hear(draft),
  } as unknown as Told);
};
const leave = (sim: Simulated) => {
  sim.fall = 1.5;
  sim.tells({ session: null, t: 0, add() {} } as unknown as Told);
};

/** What all that is in the mix now lets out, which is the old session's. */
const watched = (sim: Simulated) => {
  const old = sim.strips.map(({ strip }) => strip);
  return () =>
    sim.bus *
    Math.hypot(
      ...old.map((strip) => (sim.strips.some((each) => each.strip === strip) ? strip.share.at(sim.clock.now) : 0)),
    );
};

/** Nothing old gets louder from now on, and after so many seconds none of it is left. */
const onlyFalls = (sim: Simulated, begin: () => void, gone: number) => {
  const level = watched(sim);
  const first = level();
  let last = first;
  begin();
  const from = sim.clock.now;
  sim.clock.pass(30, () => {
    const now = level();
    // What was written for the next 50 ms has been rendered; 60 dB down is nothing.
    if (now > 0.001) expect(dB(now / last)).toBeLessThan(sim.clock.now - from < 0.11 ? 1 : 0.01);
    if (sim.clock.now - from > gone) expect(now).toBe(0);
    last = now;
  });
  return first;
};

/** One voice at full, on a bus that lets it through. */
const whole = (sim: Simulated) => {
  expect(sim.sound).toBeCloseTo(1, 6);
  expect(sim.bus).toBe(1);
};

describe('a session after another whose music still fades', () => {
  it('brings nothing back that was silenced, and begins at once', () => {
    const sim = opened();
    sim.do('silence');
    sim.clock.pass(6);
    sim.do('end');
    sim.clock.pass(3);
    const first = onlyFalls(sim, () => next(sim, 3), 0);
    expect(first).toBe(0);
    whole(sim);
    expect(sim.conductor.place().track).toBe('x');
  });

  it('lets what still sounds go in two seconds, and never lifts it', () => {
    const sim = opened();
    sim.do('end');
    sim.clock.pass(20);
    sim.tells(new Told(settle('x', 'y'), protocol(), 'other', 'next'));
    sim.clock.pass(3);
    const first = onlyFalls(sim, () => sim.do('open'), 2.2);
    expect(first).toBeGreaterThan(0.05);
    whole(sim);
    expect(sim.heard().slice(-1)).toEqual(['track-started x open']);
  });

  it('begins from nothing, over its 20 s', () => {
    const sim = opened();
    sim.do('end');
    sim.clock.pass(5);
    next(sim, 0);
    sim.clock.pass(2.3);
    let last = sim.bus;
    expect(last).toBeLessThan(0.03);
    sim.clock.pass(19, () => {
      expect(sim.bus - last).toBeLessThan(0.05 / 20 + 0.0001);
      last = sim.bus;
    });
    expect(sim.bus).toBeGreaterThan(0.9);
  });

  it('knows neither a silence, nor a voice, nor an absence of the one before', () => {
    const sim = opened();
    sim.do('speak', true);
    sim.do('away', true);
    sim.do('attend', true);
    sim.clock.pass(5);
    sim.do('end');
    sim.clock.pass(70);
    next(sim, 1);
    sim.clock.pass(0.5);
    for (const name of ['heard', 'attend', 'speak', 'away'] as const) expect(sim.level(name)).toBe(1);
    sim.clock.pass(25);
    whole(sim);
  });

  it('is told nothing of the music before, and marks no moment in it', () => {
    const sim = opened();
    sim.do('end');
    sim.clock.pass(5);
    next(sim, 0);
    sim.heard();
    sim.decks.find(({ loaded }) => loaded?.includes('/a.'))!.tell('failed', 'decode');
    expect(sim.conductor.place().track).not.toBe('a');
    sim.clock.pass(25);
    expect(sim.heard()).toEqual(['track-started x open']);
  });

  it('may be the same, taken up again: its music comes back where it was', () => {
    const sim = opened();
    sim.do('end');
    sim.clock.pass(20);
    const before = sim.bus;
    const loads = sim.decks.map((deck) => deck.loads);
    sim.do('undo');
    sim.clock.pass(0.2);
    expect(sim.bus).toBeGreaterThan(before);
    sim.clock.pass(21);
    whole(sim);
    expect(sim.conductor.place().track).toBe('a');
    expect(sim.decks.map((deck) => deck.loads)).toEqual(loads);
  });
});

describe('a list that is listened to', () => {
  it('is at its level in a few seconds, whatever was silenced before', () => {
    const sim = opened();
    sim.do('silence');
    sim.clock.pass(5);
    sim.do('end');
    leave(sim);
    expect(onlyFalls(sim, () => (listen(sim), sim.clock.pass(4)), 0)).toBe(0);
    whole(sim);
  });

  it('is at its level in 4 s where nothing sounded', () => {
    const sim = opened();
    sim.do('silence');
    sim.clock.pass(5);
    sim.do('end');
    leave(sim);
    listen(sim);
    sim.clock.pass(4);
    whole(sim);
  });

  it('lifts nothing of a session that fades', () => {
    const sim = opened();
    sim.do('end');
    sim.clock.pass(20);
    leave(sim);
    sim.clock.pass(1);
    onlyFalls(sim, () => listen(sim), 2.2);
    whole(sim);
  });

  it('is so too where its file took a while to load', () => {
    const sim = new Simulated(new Told(settle('a')), () => ({ seconds: 300, loads: 1.5 }));
    listen(sim);
    sim.clock.pass(1.5 + 1 + 4);
    whole(sim);
  });

  it('rises by no more than 3 dB in 100 ms where that can be heard', () => {
    const sim = new Simulated(new Told(settle('a')));
    const levels: number[] = [];
    listen(sim);
    sim.clock.pass(6, () => levels.push(sim.bus * Math.sqrt(sim.sound)));
    // A piece at the room's −23 LUFS: −40 dBFS is 17 dB down.
    levels.forEach(
      (level, i) => i > 1 && dB(levels[i - 2]!) > -17 && expect(dB(level / levels[i - 2]!)).toBeLessThan(3),
    );
  });

  it('does not wait longer for that than it takes', () => {
    const sim = opened();
    sim.do('end');
    sim.clock.pass(20);
    leave(sim);
    listen(sim);
    sim.clock.pass(2.2 + 4);
    whole(sim);
  });

  it('comes after another, and is not crossed with it', () => {
    const sim = opened();
    sim.do('end');
    leave(sim);
    sim.clock.pass(65);
    listen(sim, 'one');
    sim.clock.pass(8);
    expect(onlyFalls(sim, () => listen(sim, 'two'), 2.2)).toBe(1);
    whole(sim);
    expect(sim.conductor.place().track).toBe('two-x');
  });

  it('nor is it lifted where it was just stopped', () => {
    const sim = opened();
    sim.do('end');
    leave(sim);
    sim.clock.pass(65);
    listen(sim, 'one');
    sim.clock.pass(8);
    leave(sim);
    sim.clock.pass(1);
    expect(onlyFalls(sim, () => listen(sim, 'two'), 2.2)).toBeGreaterThan(0);
    whole(sim);
  });

  it('goes before a session that is opened meanwhile', () => {
    const sim = opened();
    sim.do('end');
    leave(sim);
    sim.clock.pass(65);
    listen(sim, 'one');
    sim.clock.pass(8);
    sim.rise = undefined;
    expect(onlyFalls(sim, () => next(sim, 0), 2.2)).toBe(1);
    whole(sim);
  });
});

describe('music that fades after the end', () => {
  it('never rises again, whatever was on its way up', () => {
    const moves = fc.constantFrom('silence', 'music', 'speak', 'hush', 'away', 'back', 'skip', 'attend', 'unattend');
    const wait = fc.double({ min: 0.1, max: 12, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(moves, wait), { maxLength: 6 }), wait, (sequence, then) => {
        const sim = opened();
        const does = {
          silence: () => sim.do('silence'),
          music: () => sim.do('music'),
          skip: () => sim.do('skip'),
          speak: () => sim.do('speak', true),
          hush: () => sim.do('speak', false),
          away: () => sim.do('away', true),
          back: () => sim.do('away', false),
          attend: () => sim.do('attend', true),
          unattend: () => sim.do('attend', false),
        };
        for (const [move, seconds] of sequence) {
          try {
            does[move]();
          } catch (error) {
            if ((error as { code?: string }).code !== 'not-now') throw error;
          }
          sim.clock.pass(seconds);
        }
        sim.do('end');
        // What was written for the next 50 ms has been rendered by now.
        sim.clock.pass(0.1);
        let last = sim.bus;
        sim.clock.pass(then, () => {
          expect(sim.bus).toBeLessThanOrEqual(last);
          last = sim.bus;
        });
        onlyFalls(sim, () => next(sim, 0), 2.2);
        whole(sim);
      }),
      {
        numRuns: 60,
        examples: [
          // It was to begin in the very moment in which the next session was opened.
          [
            [
              ['silence', 4.999999999999986],
              ['music', 0.11559817268148721],
            ],
            0.7777520540268341,
          ],
        ],
      },
    );
  }, 60_000);
});
