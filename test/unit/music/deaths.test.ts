import { expect, it } from 'vitest';
import { Simulated, Told, track, type File } from '../../support/simulated-music.js';

/** How a piece dies, at a place in it. */
type Death = 'stalls' | 'fails' | 'cut';
const DEATHS: readonly Death[] = ['stalls', 'fails', 'cut'];
const times = (from: number, to: number, by: number) =>
  Array.from({ length: Math.round((to - from) / by) + 1 }, (_, i) => from + i * by);

/** Three pieces of a phase and three of the next, the first past its opening fade. */
function opened(files: Record<string, File | null>) {
  const ids = ['a', 'b', 'c'].map((id) =>
    track(id, { phases: ['settle'], duration: (files[id]?.seconds ?? 300) * 1000 }),
  );
  const next = ['o', 'p', 'q'].map((id) => track(id, { phases: ['onset'] }));
  const sim = new Simulated(new Told([...ids, ...next]), (location) => {
    const file = files[/(\w+)\.mp3/.exec(location)![1]!];
    return file === undefined ? { seconds: 300 } : file;
  });
  sim.do('open');
  sim.clock.pass(25);
  return sim;
}

/** What the list of faults is held to: no step above 3 dB in 100 ms, and no silence. */
function follow(sim: Simulated, seconds: number, what: string) {
  const levels: number[] = [];
  sim.clock.pass(seconds, () => levels.push(10 * Math.log10(sim.sound + 1e-9)));
  const steps = levels.slice(2).map((level, i) => Math.abs(level - levels[i]!));
  expect([what, Math.max(...steps) < 3, Math.min(...levels) > -6]).toEqual([what, true, true]);
}

it.each(DEATHS)('a piece that %s in its last seconds, on its way out, is not missed', (death) => {
  for (const at of times(46, 59.5, 0.5)) follow(opened({ a: { seconds: 60, [death]: at } }), 50, `${at}`);
});

it.each<[string, File | null]>([
  ['is missing', null],
  ['starts slowly', { seconds: 300, starts: 3 }],
  ['starts too late', { seconds: 300, starts: 16 }],
  ['loads slowly', { seconds: 300, loads: 20 }],
  ['stalls itself', { seconds: 300, stalls: 3 }],
  ['fails itself', { seconds: 300, fails: 3 }],
])('nor where what comes after it %s', (_, file) => {
  for (const at of times(49, 55, 1)) follow(opened({ a: { seconds: 60, stalls: at }, b: file, c: file }), 80, `${at}`);
});

it.each(['skip', 'goTo'] as const)('a piece that dies at the moment of a %s leaves no hole', (command) => {
  for (const death of DEATHS)
    for (const after of times(-1.2, 3, 0.1)) {
      const sim = opened({ a: { seconds: 300, [death]: 40 + after } });
      sim.clock.pass(15.2);
      sim.do(command, ...((command === 'goTo' ? ['onset'] : []) as []));
      follow(sim, 15, `${death} ${after.toFixed(1)} s after`);
    }
});

it.each([0.3, 0.7, 1, 1.9])('nor where what comes after both of them takes %d s to run', (starts) => {
  const late = { seconds: 300, starts };
  for (const how of ['skip', 'next', 'end'] as const)
    for (const death of DEATHS)
      for (const at of times(0.5, 5, 0.5)) {
        const b = { seconds: 300, [death]: at };
        const sim = opened({ ...(how === 'end' && { a: { seconds: 45 } }), b, c: late, o: b, p: late, q: late });
        if (how !== 'end') sim.do(how);
        follow(sim, how === 'end' ? 30 : 20, `${how} ${death} ${at}`);
      }
});

it.each([60, 120, 300, 600])('a deck that takes up to 0.8 s to run is waited for: pace %d', (pace) => {
  for (const starts of times(0, 0.8, 0.1)) {
    const sim = opened({ o: { seconds: 300, starts } });
    sim.told.session = { ...sim.told.on, pace };
    sim.do('goTo', 'onset');
    follow(sim, 20, starts.toFixed(1));
  }
});

it('where both pieces of a crossfade die, whichever first, there is music', () => {
  for (const one of DEATHS)
    for (const other of DEATHS)
      for (const first of times(0, 3.5, 0.5))
        for (const second of times(0.2, 3, 0.4)) {
          const sim = opened({ a: { seconds: 300, [one]: 40 + first }, b: { seconds: 300, [other]: second } });
          sim.clock.pass(15);
          sim.do('skip');
          follow(sim, 20, `${one} ${first}, ${other} ${second}`);
        }
});

it('where the network goes, at whatever moment of a crossfade, and nothing can be had any more, there is music', () => {
  for (const at of times(38, 54, 0.2)) {
    let gone = false;
    const tracks = ['a', 'b', 'c'].map((id) => track(id, { phases: ['settle'], duration: 52_500 }));
    const sim = new Simulated(new Told(tracks), () => ({ seconds: 52.5, ...(gone && { loads: 16, fails: 0 }) }));
    sim.do('open');
    sim.clock.pass(at);
    gone = true;
    for (const deck of sim.decks)
      if (deck.playing) {
        deck.pause();
        deck.tell('waiting');
      }
    follow(sim, 40, at.toFixed(1));
  }
});

/** A fault of the line of a piece that plays. */
const kill = (sim: Simulated, id: string) => {
  for (const deck of sim.decks)
    if (deck.playing && deck.loaded?.endsWith(`${id}.mp3`)) {
      deck.pause();
      deck.tell('failed', 'network');
    }
};

it.each([10, 60, 600])('a successor that dies at once leaves no hole in a rehearsal either: pace %i', (pace) => {
  for (const after of times(0.05, 3, 0.1)) {
    const sim = opened({ p: { seconds: 300, loads: 3 } });
    sim.told.session = { ...sim.told.on, pace };
    sim.do('goTo', 'onset');
    sim.clock.pass(0.2 + after);
    kill(sim, 'o');
    follow(sim, 15, after.toFixed(2));
  }
});

it('a piece that dies on its way out takes no other with it, where the new one does not run', () => {
  for (const after of times(0.4, 3, 0.2)) {
    const sim = opened({ p: { seconds: 300, starts: 11 } });
    sim.do('next');
    sim.clock.pass(5);
    sim.do('skip');
    sim.clock.pass(after);
    kill(sim, 'o');
    follow(sim, 30, after.toFixed(1));
  }
});

it('nor where what comes is a soundscape, and what was to come before it does not run', () => {
  for (const starts of [0.02, 1.5, 1.9, 5])
    for (const gap of times(0.3, 2.1, 0.2))
      for (const after of [0.1, 0.4, 1]) {
        const sim = new Simulated(
          new Told([
            track('a', { phases: ['settle'] }),
            track('x', { phases: ['settle'] }),
            track('s', { phases: ['onset'], location: ['stillroom:tide'], duration: null }),
          ]),
          (location) => ({ seconds: 300, ...(location.includes('x.mp3') && { starts }) }),
        );
        sim.do('open');
        sim.clock.pass(30);
        sim.do('skip');
        sim.clock.pass(gap);
        sim.do('goTo', 'onset');
        sim.clock.pass(after);
        kill(sim, 'a');
        follow(sim, 15, `${starts} ${gap.toFixed(1)} ${after}`);
      }
});

it('what was skipped to is not left again because a soundscape bridged its first second', () => {
  const sim = opened({});
  kill(sim, 'a');
  sim.clock.pass(60);
  sim.do('skip');
  sim.clock.pass(0.3);
  kill(sim, 'b');
  sim.clock.pass(60);
  expect(sim.conductor.place().track).toBe('c');
});

it('a piece that does not run is not gone back to before it does', () => {
  const sim = opened({ b: { seconds: 300, starts: 5 } });
  sim.clock.pass(5);
  sim.heard();
  sim.do('skip');
  sim.clock.pass(0.9);
  kill(sim, 'a');
  follow(sim, 20, 'skip');
  expect(sim.heard().filter((fact) => fact.startsWith('track-started b'))).toHaveLength(2);
});

it('a voice that was not heard yet has no share of the power to leave', () => {
  const sim = opened({});
  let most = 0;
  const pass = (seconds: number) => sim.clock.pass(seconds, () => (most = Math.max(most, sim.power)));
  pass(45);
  sim.do('skip');
  pass(0.7);
  kill(sim, 'b');
  pass(0.35);
  kill(sim, 'a');
  pass(20);
  expect(most).toBeLessThan(1.001);
});

it.each([
  ['all', 'skip', 0.5],
  ['all', 'next', 3],
  ['the outgoing one alone', 'skip', 3],
] as const)(
  '%s paused from outside in a crossfade by %s: there is music again after undo and music',
  (which, how, after) => {
    const sim = opened({});
    sim.do(how);
    sim.clock.pass(after);
    for (const deck of sim.decks)
      if (deck.playing && (which === 'all' || deck.loaded?.endsWith('a.mp3'))) deck.pauseFromOutside();
    sim.clock.pass(0.5);
    sim.do('undo');
    sim.clock.pass(1);
    if (which === 'all') sim.do('music');
    sim.clock.pass(40);
    expect(sim.sound).toBeGreaterThan(0.9);
  },
);
