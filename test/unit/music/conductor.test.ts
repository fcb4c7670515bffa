import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulated, Told, protocol, track, type File } from '../../support/simulated-music.js';

const settle = (...ids: string[]) => ids.map((id) => track(id, { phases: ['settle'] }));
const nameOf = (location: string) => /(\w+)\.mp3/.exec(location)?.[1] ?? '';

/** A room whose files are fine unless said otherwise, opened and past its opening fade. */
function room(files: Record<string, File | null> = {}, tracks = settle('a', 'b', 'c', 'd')) {
  const sim = new Simulated(new Told(tracks), (location) => {
    const file = files[nameOf(location)];
    return file === undefined ? { seconds: 300 } : file;
  });
  return sim;
}

function opened(...args: Parameters<typeof room>) {
  const sim = room(...args);
  sim.do('open');
  sim.clock.pass(25);
  sim.heard();
  return sim;
}

/** The least and the most power that came out while time passed. */
function heardFor(sim: Simulated, seconds: number) {
  let least = Infinity;
  let most = 0;
  sim.clock.pass(seconds, () => {
    least = Math.min(least, sim.sound);
    most = Math.max(most, sim.sound);
  });
  return { least: 10 * Math.log10(least), most: 10 * Math.log10(most) };
}

/** Within the dip a crossfade is allowed, dB. */
const whole = (sim: Simulated, seconds: number) => {
  const { least, most } = heardFor(sim, seconds);
  expect(least).toBeGreaterThan(-0.7);
  expect(most).toBeLessThan(0.01);
};

describe('opening', () => {
  it('begins the rise within 60 ms and takes 20 s', () => {
    const sim = room();
    sim.do('open');
    sim.clock.pass(0.1);
    expect(sim.level('on')).toBeGreaterThan(0);
    sim.clock.pass(10);
    expect(sim.level('on')).toBeCloseTo(0.5, 1);
    sim.clock.pass(10);
    expect(sim.level('on')).toBe(1);
    expect(sim.heard()).toEqual(['track-started a open']);
  });

  it('waits for a touch without losing what it was to play', () => {
    const sim = room();
    sim.running = false;
    sim.do('open');
    sim.clock.pass(60);
    expect(sim.heard()).toEqual([]);
    sim.running = true;
    sim.update();
    sim.clock.pass(2);
    expect(sim.heard()).toEqual(['track-started a open']);
  });

  it('lets the soundscape begin when the first file keeps it waiting, and goes over to the file when it comes', () => {
    const sim = room({ a: { seconds: 300, loads: 14 } });
    sim.do('open');
    sim.clock.pass(5);
    expect(sim.scapes.map(({ name }) => name)).toEqual(['hush']);
    expect(sim.scapes[0]?.late).toBe(false);
    expect(sim.sound).toBeGreaterThan(0.8);
    sim.clock.pass(6);
    whole(sim, 40);
    expect(sim.heard()).toEqual(['track-started a open']);
    expect(sim.scapes[0]?.stopped).toBe(true);
  });

  it('takes up where it was after a reload, and says so', () => {
    const sim = room();
    sim.told.do('open');
    sim.told.plays('b');
    sim.told.facts = [];
    sim.conductor.resumeAt({ track: 'b', position: 93 });
    sim.update();
    sim.clock.pass(3);
    expect(sim.heard()).toEqual(['track-started b resume']);
    expect(sim.conductor.place().track).toBe('b');
    expect(sim.conductor.place().position).toBeGreaterThanOrEqual(93);
    expect(sim.conductor.place().position).toBeLessThan(96);
  });
});

describe('from track to track', () => {
  it('never lets the level dip or rise, for a whole list', () => {
    const sim = opened();
    whole(sim, 1500);
    const began = sim.heard().filter((fact) => fact.startsWith('track-started'));
    expect(began).toEqual(['b', 'c', 'd', 'a', 'b'].map((id) => `track-started ${id} end`));
  });

  it('has a next track ready long before it is needed', () => {
    const sim = opened();
    expect(sim.decks.map(({ loaded }) => nameOf(loaded ?? ''))).toContain('b');
  });

  it('fades no longer than half of a short track', () => {
    const seconds = { a: 40, b: 10, c: 300 };
    const tracks = settle('a', 'b', 'c').map((each) => ({ ...each, duration: seconds[each.id as 'a'] * 1000 }));
    const sim = opened({ a: { seconds: 40 }, b: { seconds: 10 }, c: { seconds: 300 } }, tracks);
    whole(sim, 60);
    expect(sim.heard()).toEqual([
      'track-ended a end',
      'track-started b end',
      'track-ended b end',
      'track-started c end',
    ]);
  });

  it('uses no deck before a second after it fell silent', () => {
    const sim = opened();
    sim.do('skip');
    sim.clock.pass(3);
    sim.do('skip');
    sim.clock.pass(3);
    sim.do('skip');
    for (let i = 0; i < 400; i++) {
      const before = sim.decks.map(({ loads }) => loads);
      const sounded = sim.decks.map(({ output }) =>
        sim.strips.filter(({ from }) => from === output).some(({ strip }) => strip.share.at(sim.clock.now - 0.9) > 0),
      );
      sim.clock.pass(0.05);
      sim.decks.forEach((deck, n) => deck.loads > before[n]! && expect(sounded[n]).toBe(false));
    }
  });
});

describe('a skip', () => {
  it('begins within 60 ms, takes 8 s, and keeps the power', () => {
    const sim = opened();
    sim.do('skip');
    sim.clock.pass(0.1);
    expect(sim.power).toBeLessThan(1);
    whole(sim, 12);
    expect(sim.conductor.place().track).toBe('b');
    expect(sim.heard()).toEqual(['track-ended a skip', 'track-started b skip']);
  });

  it('that is undone turns round the track that was still going, without loading it again', () => {
    const sim = opened();
    sim.do('skip');
    sim.clock.pass(4);
    const loads = sim.decks.map((deck) => deck.loads);
    sim.do('undo');
    whole(sim, 10);
    expect(sim.decks.map((deck) => deck.loads)).toEqual(loads);
    expect(sim.conductor.place().track).toBe('a');
    expect(sim.conductor.place().position).toBeGreaterThan(35);
  });

  it('asked for a fourth time waits for a deck, and the newest wins', () => {
    const sim = opened({}, settle('a', 'b', 'c', 'd', 'e', 'f'));
    for (let i = 0; i < 4; i++) {
      sim.do('skip');
      // Each begins to make room a second before the next is heard, and here nobody waits for that.
      expect(heardFor(sim, 1.5).least).toBeGreaterThan(-1.5);
    }
    expect(heardFor(sim, 40).least).toBeGreaterThan(-1.5);
    expect(sim.heard().at(-1)).toMatch(/^track-started \w skip$/);
    expect(sim.power).toBeCloseTo(1, 6);
  });
});

describe('skips that are hammered', () => {
  const letters = settle('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');
  const sounding = (sim: Simulated) => nameOf(sim.decks.find(({ playing }) => playing)?.loaded ?? '');

  it('have their effect in a few seconds: what was hardly heard yet holds no deck', () => {
    const sim = opened({}, letters);
    for (let i = 0; i < 8; i++) {
      sim.do('skip');
      sim.clock.pass(0.3);
    }
    const asked = sim.clock.now;
    const took = () => sim.strips.filter(({ strip }) => strip.share.bound().to === 1).length;
    sim.clock.pass(3.5);
    // The newest that was asked for is on its way up, and nothing else.
    expect(sim.heard().at(-1)).toMatch(/^track-started \w skip$/);
    expect(took()).toBe(1);
    expect(sim.clock.now - asked).toBeCloseTo(3.5, 6);
    expect(heardFor(sim, 12).least).toBeGreaterThan(-1.5);
    expect(sim.power).toBeCloseTo(1, 6);
    expect(sounding(sim)).not.toBe('a');
  });

  it('one that is skipped again as an undone one goes comes soon, too', () => {
    const sim = opened({}, letters);
    for (const [move, seconds] of [
      ['skip', 2],
      ['skip', 0.5],
      ['undo', 1],
    ] as const) {
      sim.do(move);
      sim.clock.pass(seconds);
    }
    sim.heard();
    sim.do('skip');
    sim.clock.pass(3);
    expect(sim.heard().at(-1)).toMatch(/^track-started \w skip$/);
    expect(heardFor(sim, 14).least).toBeGreaterThan(-1.5);
  });
});

describe('a file that is measured only while it plays', () => {
  const trimOn = (sim: Simulated) => 20 * Math.log10(sim.strips[0]!.strip.trim.at(sim.clock.now));

  it('begins as softly as a loud master has to, and takes up its figures without a jump', () => {
    const sim = room({}, [track('a', { phases: ['settle'], loudness: null, peak: null })]);
    sim.figures = () => undefined;
    sim.do('open');
    sim.clock.pass(25);
    expect(trimOn(sim)).toBeLessThanOrEqual(-14);
    sim.figures = () => ({ loudness: -18, peak: -3 });
    sim.update();
    let last = trimOn(sim);
    sim.clock.pass(25, () => {
      expect(Math.abs(trimOn(sim) - last)).toBeLessThan(0.1);
      last = trimOn(sim);
    });
    // In the gentlest phase: 3 LU below the room's −23 LUFS.
    expect(last).toBeCloseTo(-8, 6);
  });

  it('takes them up at once where it is not heard yet', () => {
    const sim = opened();
    sim.figures = () => ({ loudness: -30, peak: -20 });
    sim.update();
    sim.clock.pass(0.2);
    const [, ready] = sim.strips;
    expect(20 * Math.log10(ready!.strip.trim.at(sim.clock.now))).toBeCloseTo(4, 6);
  });
});

describe('levels', () => {
  const dB = (gain: number) => 20 * Math.log10(gain);

  it('silence takes 4 s down, rests the deck where it is, and 20 s back', () => {
    const sim = opened();
    sim.do('silence');
    sim.clock.pass(2.05);
    expect(dB(sim.level('heard'))).toBeCloseTo(-30, 0);
    sim.clock.pass(4);
    expect(sim.level('heard')).toBe(0);
    expect(sim.decks.some(({ playing }) => playing)).toBe(false);
    const { position } = sim.conductor.place();
    sim.clock.pass(600);
    expect(sim.conductor.place().position).toBe(position);
    sim.do('music');
    sim.clock.pass(21);
    expect(sim.level('heard')).toBe(1);
    expect(sim.conductor.place().position).toBeGreaterThan(position + 18);
    expect(sim.heard()).toEqual(['silenced person']);
  });

  it('nothing but music() ends a silence: neither a phase nor a track that has run out', () => {
    const sim = opened({}, [...settle('a'), track('b', { phases: ['onset'] })]);
    sim.do('silence');
    sim.clock.pass(10);
    sim.enter('onset');
    sim.clock.pass(600);
    expect(sim.level('heard')).toBe(0);
    expect(sim.heard()).toEqual(['silenced person']);
    sim.do('music');
    sim.clock.pass(30);
    expect(sim.conductor.place().track).toBe('b');
    expect(sim.sound).toBeCloseTo(1, 6);
  });

  it('speaking makes room by 18 dB in 1.5 s and gives it back in 12', () => {
    const sim = opened();
    sim.do('speak', true);
    sim.clock.pass(1.6);
    expect(dB(sim.level('speak'))).toBeCloseTo(-18, 1);
    sim.do('speak', false);
    sim.clock.pass(6);
    expect(sim.level('speak')).toBeLessThan(0.7);
    sim.clock.pass(6.1);
    expect(sim.level('speak')).toBe(1);
  });

  it('attending is silent in 2 s, whatever else is going on', () => {
    const sim = opened();
    sim.do('away', true);
    sim.do('speak', true);
    sim.do('skip');
    sim.clock.pass(1);
    sim.do('attend', true);
    sim.clock.pass(2.1);
    expect(sim.level('attend')).toBe(0);
    sim.clock.pass(2);
    expect(sim.decks.some(({ playing }) => playing)).toBe(false);
  });

  it('closing takes as long as the protocol says, then everything is let go; reopening takes it up where it was', () => {
    const sim = opened();
    sim.do('close');
    sim.clock.pass(59);
    expect(sim.level('on')).toBeGreaterThan(0);
    const { position } = sim.conductor.place();
    sim.clock.pass(3);
    expect(sim.level('on')).toBe(0);
    expect(sim.decks.every(({ loaded }) => loaded === null)).toBe(true);
    sim.do('music');
    sim.clock.pass(25);
    expect(sim.sound).toBeCloseTo(1, 6);
    expect(sim.conductor.place().track).toBe('a');
    expect(sim.conductor.place().position).toBeGreaterThan(position);
  });
});

describe('after the end of a session', () => {
  const ended = (left: number, end: (sim: Simulated) => void, files: Record<string, File | null> = {}) => {
    const sim = opened({ a: { seconds: 300 }, ...files });
    sim.clock.pass(300 - left - sim.conductor.place().position);
    sim.heard();
    end(sim);
    return sim;
  };
  /** What is left of the last minute of music comes from whatever can play it. */
  const fadesWhole = (sim: Simulated) => {
    whole(sim, 59);
    expect(sim.level('on')).toBeLessThan(0.05);
    sim.clock.pass(3);
    expect(sim.strips).toEqual([]);
    expect(sim.decks.every(({ loaded }) => loaded === null)).toBe(true);
  };

  it.each([5, 20, 45])(
    'the fade goes on with the next piece where a file has only %i s left, and tells nobody',
    (left) => {
      const sim = ended(left, (room) => room.do('end'));
      sim.heard();
      fadesWhole(sim);
      expect(sim.heard()).toEqual([]);
    },
  );

  it('so it does in a room that is left', () => {
    const sim = ended(20, (room) => room.conductor.update(null, 0, 60));
    fadesWhole(sim);
    expect(sim.heard()).toEqual([]);
  });

  it('a soundscape takes over where no file can', () => {
    const sim = ended(20, (room) => room.do('end'), { b: null, c: null, d: null });
    sim.heard();
    fadesWhole(sim);
    expect(sim.heard()).toEqual([]);
  });

  it('what was silent stays silent, whoever leaves', () => {
    const sim = opened();
    sim.do('silence');
    sim.clock.pass(5);
    sim.conductor.update(null, 0, 60);
    sim.clock.pass(30, () => expect(sim.level('heard')).toBe(0));
  });

  it('a session made ready while the last one still fades neither sounds nor is told of it', () => {
    const sim = ended(20, (room) => room.do('end'));
    sim.heard();
    const next = new Told(settle('x', 'y'));
    sim.conductor.update(next.session, 0, 60);
    fadesWhole(sim);
    expect(sim.heard()).toEqual([]);
  });
});

describe('when phases change', () => {
  const tracks = [...settle('s', 's2'), track('o', { phases: ['onset'] }), track('b', { phases: ['build'] })];
  const scapes = ['tide', 'deep', 'vault'].map((name) =>
    track(name, { location: [`stillroom:${name}`], duration: null }),
  );

  it('crosses over in 20 s when a person asks', () => {
    const sim = opened({}, tracks);
    sim.do('next');
    whole(sim, 18);
    expect(sim.decks.filter(({ playing }) => playing)).toHaveLength(2);
    whole(sim, 6);
    expect(sim.decks.filter(({ playing }) => playing)).toHaveLength(1);
    expect(sim.heard()).toEqual(['track-ended s phase', 'track-started o phase']);
  });

  it('in a rehearsal, where phases are shorter than fades, stays whole and ends where the session does', () => {
    const told = new Told(tracks);
    told.session = { ...told.on, pace: 600 };
    const sim = new Simulated(told);
    sim.do('open');
    sim.clock.pass(25);
    for (const phase of ['onset', 'build', 'peak', 'return', 'integration']) {
      sim.enter(phase);
      whole(sim, 0.8);
    }
    whole(sim, 40);
    expect(sim.power).toBeCloseTo(1, 6);
  });

  it.each([
    ['a file, past the plan', () => tracks, 'settle:-:1 onset:5:2 build:10:1'],
    ['a soundscape, past the plan', () => scapes, 'settle:-:1 onset:5:2 build:10:1'],
    ['a file, in a phase of no length', () => tracks, 'settle:-:1 onset:5:2 build:0:1'],
    ['a soundscape, in a phase of no length', () => scapes, 'settle:-:1 onset:5:2 build:0:1'],
  ])('crosses over in its time to %s, where the phase has nothing left', (_, list, plan) => {
    const sim = new Simulated(new Told(list(), protocol(plan)));
    sim.do('open');
    sim.clock.pass(25);
    sim.do('dose');
    sim.clock.pass(30 * 60);
    sim.enter('build');
    sim.clock.pass(30);
    sim.do('change', { protocol: { ...protocol(plan), id: 'another' } });
    sim.clock.pass(5);
    expect(sim.strips.filter(({ strip }) => strip.share.at(sim.clock.now) > 0)).toHaveLength(2);
    whole(sim, 40);
    expect(sim.power).toBeCloseTo(1, 6);
  });

  it.each([
    ['files', () => tracks],
    ['soundscapes', () => scapes],
  ])('in a rehearsal in which a phase is gone in no time, leaves no piece behind of %s', (_, list) => {
    const told = new Told(list(), protocol('settle:-:1 onset:0.5:2 build:0.5:3'));
    told.session = { ...told.on, pace: 600 };
    const sim = new Simulated(told);
    sim.do('open');
    sim.clock.pass(25);
    for (const phase of ['onset', 'build']) {
      sim.do('goTo', phase);
      whole(sim, 3);
    }
    expect(sim.power).toBeCloseTo(1, 6);
  });

  it('moves a soundscape to another intensity instead of leaving it', () => {
    const sim = opened({}, [track('w', { location: ['stillroom:tide'], duration: null, phases: ['settle'] })]);
    sim.do('fuller');
    sim.clock.pass(1);
    expect(sim.scapes).toHaveLength(1);
    expect(sim.scapes[0]?.intensity).toBe(2);
  });

  it('writes a soundscape ahead for as long as it plays', () => {
    const sim = opened({}, [track('w', { location: ['stillroom:tide'], duration: null, phases: ['settle'] })]);
    let least = Infinity;
    sim.clock.pass(3600, () => (least = Math.min(least, sim.scapes[0]!.until - sim.clock.now)));
    expect(least).toBeGreaterThan(30);
  });
});

describe('when a file fails', () => {
  it.each([
    ['breaks', { seconds: 300, fails: 60 }, 'decode'],
    ['stalls', { seconds: 300, stalls: 60 }, 'stalled'],
    ['is cut short', { seconds: 300, cut: 60 }, 'truncated'],
  ])('that %s in the middle, nobody hears it: the soundscape is there before the delay runs out', (_, a, code) => {
    const sim = opened({ a });
    const { least, most } = heardFor(sim, 60);
    expect(sim.scapes[0]?.late).toBe(false);
    // The last of the delay and the first of the bed cross at constant power.
    expect(least).toBeGreaterThan(-1.5);
    expect(most).toBeLessThan(0.01);
    whole(sim, 30);
    expect(sim.heard()).toEqual([
      `track-failed a ${code}`,
      'fallback-began hush',
      'fallback-ended hush',
      'track-started b failed',
    ]);
  });

  it('that ends long before its list says is told to be cut short, and left like any other', () => {
    const sim = opened({ a: { seconds: 80 } });
    const { least, most } = heardFor(sim, 100);
    expect(least).toBeGreaterThan(-1);
    expect(most).toBeLessThan(0.01);
    expect(sim.heard()).toEqual(['track-failed a truncated', 'track-started b failed']);
  });

  it.each([
    ['lies', 80, 'track-ended a end', 'track-started b end'],
    ['was cut off', 240, 'track-failed a truncated', 'track-started b failed'],
  ])('a file on the device that says three times its length is left where it ends: it %s', (_, whole, ...facts) => {
    // What Chromium finds at the end of a file is where the file says that it ends.
    const sim = opened(
      { a: { seconds: 240, cut: 80 } },
      settle('a', 'b').map((each) => ({ ...each, duration: null })),
    );
    sim.extent = ({ id }) => (id === 'a' ? { seconds: 80, whole } : null);
    const { least, most } = heardFor(sim, 100);
    expect(least).toBeGreaterThan(-1);
    expect(most).toBeLessThan(0.01);
    expect(sim.heard()).toEqual(facts);
    // Nor is it barred.
    sim.clock.pass(300);
    expect(sim.heard().some((fact) => fact.startsWith('track-started a'))).toBe(true);
  });

  it('before it was to be heard, it is passed over', () => {
    const sim = opened({ b: null });
    whole(sim, 270);
    expect(sim.heard()).toEqual(['track-ended a end', 'track-started c end']);
  });

  it('when all fail, the soundscape stands in for good and follows the phases', () => {
    const sim = room({ a: null, b: null }, settle('a', 'b'));
    sim.do('open');
    sim.clock.pass(25);
    expect(sim.heard()).toEqual([
      'track-failed a source',
      'track-failed b source',
      'fallback-began hush',
      'track-started stillroom:hush open',
    ]);
    sim.enter('onset');
    whole(sim, 30);
    expect(sim.heard().filter((fact) => !fact.startsWith('track-failed'))).toEqual([
      'track-ended stillroom:hush phase',
      'fallback-began tide',
      'track-started stillroom:tide phase',
    ]);
  });

  it('it is tried again before long where a soundscape stands in for it, ever more seldom', () => {
    const files: Record<string, File | null> = { a: null };
    const sim = opened(files, settle('a'));
    expect(sim.told.on.music.fallback).toBe('hush');
    whole(sim, 50);
    // After 30 s, then after a minute.
    expect(sim.heard()).toEqual(['track-failed a source']);
    files.a = { seconds: 300 };
    whole(sim, 75);
    expect(sim.heard()).toEqual(['track-ended stillroom:hush failed', 'fallback-ended hush', 'track-started a failed']);
  });

  it('what is wrong with the file itself is not tried again', () => {
    const sim = opened({ a: { seconds: 300, fails: 40 } }, settle('a'));
    sim.clock.pass(3600);
    expect(sim.heard().filter((fact) => /failed a|started a/.test(fact))).toEqual(['track-failed a decode']);
  });

  it('one that was heard for more than a minute before it broke comes again in its turn', () => {
    const files = { a: { seconds: 300, fails: 120 }, b: { seconds: 300, cut: 120 }, c: { seconds: 60 } };
    const sim = opened(files, settle('a', 'b', 'c'));
    sim.clock.pass(500);
    expect(sim.heard().filter((fact) => /failed . |started/.test(fact))).toEqual([
      'track-failed a decode',
      'track-started b failed',
      'track-failed b truncated',
      'track-started c failed',
      'track-failed c truncated',
      'track-started a failed',
      'track-failed a decode',
      'track-started b failed',
    ]);
  });

  it.each([0.4, 1, 3, 9])('one of %d s is too short to be music, and is passed over', (seconds) => {
    const sim = opened({ b: { seconds }, d: { seconds } });
    whole(sim, 900);
    expect(sim.heard()).toEqual([
      'track-ended a end',
      'track-started c end',
      'track-failed d short',
      'track-ended c end',
      'track-started a end',
      'track-ended a end',
      'track-started c end',
    ]);
  });

  it.each([10, 12, 15])('one of %d s is heard whole', (seconds) => {
    const file = { seconds };
    whole(opened({ b: file, c: file, d: file }), 900);
  });

  it('one that starts slowly is waited for under a soundscape, and is no failure', () => {
    const sim = room({ a: { seconds: 300, starts: 9 } });
    sim.do('open');
    sim.clock.pass(6);
    expect(sim.scapes.map(({ name }) => name)).toEqual(['hush']);
    expect(sim.sound).toBeGreaterThan(0.5);
    sim.clock.pass(24);
    whole(sim, 30);
    expect(sim.heard().filter((fact) => !fact.startsWith('track-started a'))).toEqual([]);
    expect(sim.conductor.place().track).toBe('a');
    // What was played under the soundscape counts as heard by nobody, and is not gone back for.
    expect(sim.conductor.place().position).toBeGreaterThan(40);
  });

  it.each<[string, number, Record<string, File>]>([
    ['after a skip', 30, {}],
    ['after a skip, and what was skipped ends meanwhile', 30, { a: { seconds: 37 } }],
    ['where its turn comes', 320, {}],
  ])(
    'one that starts slowly %s leaves no dip: its soundscape comes in before the last one is gone',
    (how, passes, files) => {
      const sim = opened({ b: { seconds: 300, starts: 6 }, ...files });
      if (how.startsWith('after')) sim.do('skip');
      const { least, most } = heardFor(sim, passes);
      expect(least).toBeGreaterThan(-2);
      expect(most).toBeLessThan(0.01);
      expect(sim.conductor.place().track).toBe('b');
    },
  );

  it('one that never starts is given up', () => {
    const sim = room({ a: { seconds: 300, starts: 1e9 } });
    sim.do('open');
    sim.clock.pass(40);
    expect(sim.heard().at(-1)).toBe('track-started b failed');
    expect(sim.heard()).toEqual([]);
  });

  it('one that cannot even be loaded is passed over, and the music goes on', () => {
    const sim = new Simulated(new Told(settle('a', 'b', 'c')), (location) => {
      if (nameOf(location) === 'b') throw new TypeError('The provided float value is non-finite.');
      return { seconds: 300 };
    });
    sim.do('open');
    sim.clock.pass(25);
    sim.heard();
    whole(sim, 320);
    expect(sim.heard()).toEqual(expect.arrayContaining(['track-failed b error', 'track-started c end']));
  });

  it('an unknown soundscape is a failed track', () => {
    const sim = room({}, [track('x', { location: ['stillroom:nowhere'] }), track('a')]);
    sim.do('open');
    sim.clock.pass(2);
    expect(sim.heard().slice(0, 2)).toEqual(['track-failed x unknown', 'track-started a open']);
  });

  it('a soundscape of a moment lasts as one of no length, and a silence so long that a fade has room in it', () => {
    for (const [name, pieces] of [
      ['tide', 1],
      ['silence', 5],
    ] as const) {
      const sim = room({}, [track('x', { location: [`stillroom:${name}`], duration: 600 })]);
      sim.do('open');
      sim.clock.pass(20);
      expect(sim.heard().filter((fact) => fact.startsWith('track-started'))).toHaveLength(pieces);
    }
  });

  it('a pause from outside is no fault: it is a silence by the device, taken up again by one touch', () => {
    const sim = opened();
    sim.decks.find(({ playing }) => playing)!.pauseFromOutside();
    sim.clock.pass(10);
    expect(sim.heard()).toEqual(['silenced device']);
    expect(sim.level('heard')).toBe(0);
    sim.do('music');
    sim.clock.pass(25);
    expect(sim.heard()).toEqual([]);
    expect(sim.sound).toBeCloseTo(1, 6);
  });
});

describe('when the system takes the sound away', () => {
  const back = (sim: Simulated) => {
    sim.running = true;
    sim.update();
  };

  it('for a moment, it comes back from nothing, in the same place', () => {
    const sim = opened();
    const loads = sim.decks.map((deck) => deck.loads);
    sim.running = false;
    sim.update();
    expect(sim.level('on')).toBe(0);
    sim.clock.pass(1);
    back(sim);
    expect(sim.level('on')).toBe(0);
    sim.clock.pass(25);
    expect(sim.level('on')).toBe(1);
    expect(sim.decks.map((deck) => deck.loads)).toEqual(loads);
    expect(sim.heard()).toEqual([]);
  });

  it('for longer, nothing plays on unheard', () => {
    const sim = opened();
    const { position } = sim.conductor.place();
    sim.running = false;
    sim.update();
    sim.clock.pass(600);
    expect(sim.decks.some(({ playing }) => playing)).toBe(false);
    back(sim);
    sim.clock.pass(2);
    expect(sim.conductor.place().track).toBe('a');
    expect(sim.conductor.place().position).toBeLessThan(position + 4);
    expect(sim.sound).toBeGreaterThan(0.1);
    expect(sim.heard()).toEqual(['track-started a resume']);
  });

  it('a track that stalls meanwhile is no failure', () => {
    const sim = opened({ a: { seconds: 300, stalls: 26 } });
    sim.running = false;
    sim.update();
    sim.clock.pass(1.9);
    expect(sim.heard()).toEqual([]);
  });

  it('for another output, it goes at once and comes back from nothing', () => {
    const sim = opened();
    sim.conductor.dip(6);
    sim.clock.pass(0.11);
    expect(sim.level('on')).toBe(0);
    sim.clock.pass(0.3);
    expect(sim.level('on')).toBe(0);
    sim.clock.pass(3.1);
    expect(sim.level('on')).toBeCloseTo(0.5, 1);
    sim.clock.pass(4);
    expect(sim.level('on')).toBe(1);
  });

  const levelsAfterLoss = (sim: Simulated) => {
    sim.running = false;
    sim.update();
    sim.clock.pass(3);
    sim.running = true;
    sim.update();
    sim.conductor.dip(6, 0);
    const levels: number[] = [];
    sim.clock.pass(10, () => levels.push(20 * Math.log10(sim.bus * Math.sqrt(sim.sound) + 1e-9)));
    return levels;
  };
  /** Seconds. Of music at −30 dBFS this is −50. */
  const heardAfter = (levels: number[]) => (levels.findIndex((level) => level > -20) + 1) * 0.05;

  it('where the clock is another, it is heard as soon as its second is over, and rises by no step', () => {
    const levels = levelsAfterLoss(opened());
    // A file is loaded for 0.2 s here.
    expect(heardAfter(levels)).toBeLessThan(1.6);
    // As loud as music gets for a moment, −18 dBFS, this is −40.
    const audible = levels.slice(0, -2).map((level, i) => (level > -22 ? levels[i + 2]! - level : 0));
    expect(Math.max(...audible)).toBeLessThan(3);
  });

  it('where its file takes long to come back, the soundscape is heard as soon', () => {
    const sim = opened({ a: { seconds: 300, loads: 1.8 } });
    expect(sim.scapes).toEqual([]);
    const levels = levelsAfterLoss(sim);
    expect(heardAfter(levels)).toBeLessThan(1.6);
    expect(Math.max(...levels.slice(0, -2).map((level, i) => (level > -22 ? levels[i + 2]! - level : 0)))).toBeLessThan(
      3,
    );
    expect(sim.heard().at(-1)).toBe('track-started a resume');
  });

  it('and nobody waits for it, what comes later has the time that it always has', () => {
    const sim = opened({ a: { seconds: 300, loads: 1.5 }, x: { seconds: 300, loads: 1.5 } });
    sim.do('silence');
    sim.clock.pass(10);
    sim.running = false;
    sim.update();
    sim.clock.pass(3);
    back(sim);
    sim.clock.pass(60);
    sim.do('music');
    sim.clock.pass(30);
    expect(sim.scapes).toEqual([]);
    sim.running = false;
    sim.update();
    sim.clock.pass(3);
    sim.do('end');
    back(sim);
    sim.clock.pass(90);
    sim.tells(new Told([track('x')], undefined, 'list', 'another'));
    sim.do('open');
    sim.clock.pass(30);
    expect(sim.scapes).toEqual([]);
  });
});

describe('whatever comes together', () => {
  const commands = fc.constantFrom('skip', 'next', 'undo', 'gentler', 'fuller', 'speak', 'quiet', 'loud');
  const files = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'o', 'p'),
    fc.constantFrom<File | null>(
      null,
      { seconds: 300, fails: 20 },
      { seconds: 300, stalls: 5 },
      { seconds: 300, cut: 12 },
      { seconds: 8 },
      { seconds: 300, loads: 9 },
    ),
  );
  const tracks = [
    ...settle('a', 'b', 'c'),
    track('o', { phases: ['onset'] }),
    track('p', { phases: ['build', 'peak'] }),
  ];

  it('music never runs out, never doubles', () => {
    fc.assert(
      fc.property(
        files,
        fc.array(fc.tuple(commands, fc.double({ min: 0.1, max: 25, noNaN: true })), { maxLength: 15 }),
        (bad, sequence) => {
          const sim = opened(bad, tracks);
          for (const [command, seconds] of sequence) {
            try {
              if (command === 'speak') sim.do('speak', !sim.told.on.speaking);
              else if (command === 'quiet') sim.do('silence');
              else if (command === 'loud') sim.do('music');
              else sim.do(command);
            } catch (error) {
              if ((error as { code?: string }).code !== 'not-now') throw error;
            }
            let most = 0;
            let thin = 0;
            let thinnest = 0;
            sim.clock.pass(seconds, () => {
              most = Math.max(most, sim.power);
              // While it is silenced, and for as long as a return takes to be heard, nothing has to be there.
              thin = sim.level('heard') > 0.25 && sim.sound < 0.1 ? thin + 0.05 : 0;
              thinnest = Math.max(thinnest, thin);
            });
            expect(most).toBeLessThan(1.001);
            expect(thinnest).toBeLessThan(0.1);
          }
          if (sim.told.on.silenced) sim.do('music');
          sim.clock.pass(70);
          expect(sim.sound).toBeGreaterThan(0.5);
        },
      ),
      {
        numRuns: 60,
        examples: [
          // A voice had 24 ms left to go in, which no fade can: it was late, and the sum 1.7 % too much.
          [
            { b: { seconds: 300, stalls: 5 }, a: null, p: { seconds: 8 }, c: { seconds: 300, cut: 12 } },
            [
              ['fuller', 24.14857278790786],
              ['skip', 3.127795749754524],
              ['gentler', 0.22287414553951743],
              ['skip', 0.349894534126673],
              ['gentler', 2.099651743132513],
              ['skip', 5.717230583570143],
              ['fuller', 0.24459483741210236],
              ['speak', 0.9040736508326932],
            ],
          ],
          // What was paused kept its share until what comes back in its place had its own.
          [
            { a: null, p: null, o: { seconds: 300, stalls: 5 }, b: null, c: { seconds: 300, fails: 20 } },
            [
              ['quiet', 7.340227695797993],
              ['skip', 0.14661440946527193],
              ['loud', 0.29999999999999716],
            ],
          ],
        ],
      },
    );
  }, 60_000);
});
