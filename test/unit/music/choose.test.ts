import { describe, expect, it } from 'vitest';
import { choose } from '../../../src/music/choose.js';
import { wanted } from '../../../src/session/sound.js';
import { builtinPlaylists } from '../../../src/music/playlist/builtin.js';
import { soundscapeOf } from '../../../src/music/stand-in.js';
import { builtinProtocols } from '../../../src/session/protocol/builtin.js';
import { protocol, Told, track } from '../../support/simulated-music.js';

const MINUTE = 60_000;
const inPhase = (phase: string, ...ids: string[]) => ids.map((id) => track(id, { phases: [phase] }));

/** A session that is open, in its first phase. */
function open(...tracks: Parameters<typeof track>[0][] | ReturnType<typeof track>[]) {
  const told = new Told(tracks.map((each) => (typeof each === 'string' ? track(each) : each)));
  told.do('open');
  return told;
}

const now = (told: Told, place?: Parameters<typeof choose>[2]) => {
  const { track: chosen, why, position } = choose(told.on, told.t, place).now;
  return { id: chosen.id, why, position };
};

/** Plays what is chosen to its end, so many times. */
const order = (told: Told, times: number) =>
  Array.from({ length: times }, () => {
    const { id } = now(told);
    told.t += MINUTE;
    told.plays(id);
    told.ends(id);
    return id;
  });

describe('within a phase', () => {
  it("the playlist's order holds, whatever the intensities", () => {
    const told = open(
      ...[5, 1, 3].map((intensity, i) => track(`t${i}`, { phases: ['settle'], intensity: intensity as 1 })),
    );
    expect(order(told, 3)).toEqual(['t0', 't1', 't2']);
  });

  it('what was played longest ago comes again when all is used up, and music never runs out', () => {
    expect(order(open(...inPhase('settle', 'a', 'b', 'c')), 7)).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a']);
  });

  it('a track of another phase is not taken while the phase has its own', () => {
    expect(order(open(...inPhase('peak', 'p'), ...inPhase('settle', 's')), 3)).toEqual(['s', 's', 's']);
  });

  it('without a track of its own the nearest intensity is taken', () => {
    const told = open(...inPhase('peak', 'loud'), track('soft', { phases: ['integration'], intensity: 2 }));
    expect(now(told).id).toBe('soft');
  });

  it('a track that names no phase suits all of them, in its turn', () => {
    expect(order(open(track('any'), ...inPhase('settle', 's'), ...inPhase('peak', 'p')), 2)).toEqual(['any', 's']);
  });
});

describe('a list that names no phases', () => {
  const twelve = Array.from({ length: 12 }, (_, i) => track(`t${i}`));

  it('is spread over the session in its own order', () => {
    const told = open(...twelve);
    const first = told.on.protocol.phases.map(({ id }, i) => {
      if (i) told.enter(id);
      const chosen = now(told).id;
      told.plays(chosen);
      told.ends(chosen);
      return Number(chosen.slice(1));
    });
    expect(first).toEqual([...first].sort((a, b) => a - b));
    expect(new Set(first).size).toBe(first.length);
    expect(first[0]).toBe(0);
    expect(first.at(-1)).toBeGreaterThan(7);
  });

  it('lets none of its tracks follow itself, however long a phase lasts', () => {
    const told = open(...['a', 'b', 'c'].map((id) => track(id)));
    told.enter('integration');
    const played = order(told, 8);
    expect(played.some((id, i) => id === played[i - 1])).toBe(false);
  });

  it('is spread by length, so that one long track does not push the others together', () => {
    const long = track('long', { duration: 60 * MINUTE });
    const told = open(track('a'), long, track('z'));
    told.enter('peak');
    expect(now(told).id).toBe('long');
  });
});

describe('a track that plays', () => {
  it('goes on while nothing calls for another', () => {
    const told = open(...inPhase('settle', 'a', 'b'));
    told.plays('a');
    told.t += MINUTE;
    told.do('mark');
    expect(now(told)).toMatchObject({ id: 'a', why: 'resume' });
  });

  it('comes back at its place after a reload', () => {
    const told = open(...inPhase('settle', 'a', 'b'));
    told.plays('a');
    expect(now(told, { track: 'a', position: 93 })).toEqual({ id: 'a', why: 'resume', position: 93 });
  });

  it('is let finish at an automatic change of phase when four minutes or less are left', () => {
    const told = open(...inPhase('settle', 'a'), ...inPhase('onset', 'b'));
    told.plays('a');
    told.enter('onset');
    expect(now(told, { track: 'a', position: 61 }).id).toBe('a');
    expect(now(told, { track: 'a', position: 59 })).toMatchObject({ id: 'b', why: 'phase' });
  });

  it('is not let finish when a person asked for the phase', () => {
    const told = open(...inPhase('settle', 'a'), ...inPhase('onset', 'b'));
    told.plays('a');
    told.do('dose');
    expect(now(told, { track: 'a', position: 290 })).toMatchObject({ id: 'b', why: 'phase' });
  });

  it('goes on into a phase it suits as well', () => {
    const told = open(track('a', { phases: ['settle', 'onset'] }), ...inPhase('onset', 'b'));
    told.plays('a');
    told.enter('onset');
    expect(now(told).id).toBe('a');
  });

  it('counts real seconds in a rehearsal', () => {
    const told = new Told([...inPhase('settle', 'a'), ...inPhase('onset', 'b')]);
    told.session = { ...told.on, pace: 60 };
    told.do('open');
    told.plays('a');
    told.t += 10 * MINUTE;
    told.enter('onset');
    // Ten minutes of the session are ten seconds of the track: nearly five of its minutes are left.
    expect(now(told).id).toBe('b');
  });
});

describe('what a person asks for', () => {
  it('a skip is another track than the current one', () => {
    const told = open(...inPhase('settle', 'a', 'b'));
    told.plays('a');
    told.do('skip');
    expect(now(told)).toMatchObject({ id: 'b', why: 'skip' });
  });

  it('a skip of the only track is the soundscape', () => {
    const told = open(...inPhase('settle', 'a'));
    told.plays('a');
    told.do('skip');
    expect(now(told).id).toBe('stillroom:hush');
  });

  it('a skip of a soundscape that stands in is another one', () => {
    const told = open(...inPhase('settle', 'a'));
    told.plays('a');
    told.add({ type: 'track-failed', cause: 'device', data: { track: 'a', code: 'source' } });
    const seen = ['', '', ''].map(() => {
      const { id } = now(told);
      told.plays(id);
      told.do('skip');
      return id;
    });
    expect(seen[1]).not.toBe(seen[0]);
    expect(seen[2]).not.toBe(seen[1]);
  });

  it('an undone skip is the track that was skipped, at its place', () => {
    const told = open(...inPhase('settle', 'a', 'b'));
    told.plays('a');
    told.do('skip');
    told.plays('b');
    told.do('undo');
    expect(now(told)).toMatchObject({ id: 'a', why: 'undo', position: 0 });
  });

  it('an undone change of phase is what was playing before it', () => {
    const told = open(...inPhase('settle', 'x', 'a'), ...inPhase('onset', 'b'));
    told.plays('a', 30);
    told.do('next');
    told.add({ type: 'track-ended', cause: 'time', data: { track: 'a', position: 75, why: 'phase' } });
    told.plays('b');
    told.do('undo');
    expect(now(told)).toEqual({ id: 'a', why: 'undo', position: 75 });
  });

  it('gentler is a gentler track, where the phase has one', () => {
    const told = open(
      track('full', { phases: ['settle'], intensity: 3 }),
      track('soft', { phases: ['settle'], intensity: 2 }),
    );
    told.enter('build');
    told.enter('settle');
    told.add({ type: 'intensity-set', cause: 'device', data: { from: 1, to: 3, why: 'test' } });
    told.plays('full');
    told.do('gentler');
    expect(now(told)).toMatchObject({ id: 'soft', why: 'intensity' });
  });

  it('fuller leaves a track alone where the phase has none fuller', () => {
    const told = open(...inPhase('settle', 'a', 'b'));
    told.plays('a');
    told.do('fuller');
    expect(now(told).id).toBe('a');
  });

  it('another list begins with its own first track', () => {
    const told = open(...inPhase('settle', 'a'));
    told.plays('a');
    told.do('change', { playlist: { id: 'other', title: 'Other', creator: null, tracks: [track('z')] } });
    expect(now(told)).toMatchObject({ id: 'z', why: 'change' });
  });
});

describe('music never fails to silence', () => {
  it('failed tracks are passed over', () => {
    const told = open(...inPhase('settle', 'a', 'b'));
    told.plays('a');
    told.add({ type: 'track-failed', cause: 'device', data: { track: 'a', code: 'network' } });
    expect(now(told)).toMatchObject({ id: 'b', why: 'failed' });
  });

  it('one that its server did not let us read comes again in its turn: that may have been an error of the server', () => {
    const told = open(...inPhase('settle', 'a', 'b'));
    told.add({ type: 'track-failed', cause: 'device', data: { track: 'a', code: 'no-cors' } });
    expect(order(told, 5)).toEqual(['b', 'b', 'b', 'b', 'b']);
    expect(now(told).id).toBe('a');
  });

  it('when all have failed the soundscape of the phase stands in', () => {
    const told = open(...inPhase('settle', 'a'));
    told.add({ type: 'track-failed', cause: 'device', data: { track: 'a', code: 'network' } });
    expect(choose(told.on, told.t).now).toMatchObject({ standsIn: true, track: { id: 'stillroom:hush' } });
    told.plays('stillroom:hush');
    told.enter('peak');
    expect(now(told).id).toBe('stillroom:deep');
  });

  it('a soundscape makes room after a quarter of an hour only where its phase has another', () => {
    const told = new Told(builtinPlaylists[0]!.tracks);
    told.do('open');
    expect(choose(told.on, 0).now.seconds).toBeNull();
    told.enter('peak');
    expect(choose(told.on, 0).now).toMatchObject({ track: { id: 'deep' }, seconds: 900 });
    told.plays('deep');
    told.ends('deep');
    expect(now(told).id).toBe('vault');
  });
});

describe('music is wanted', () => {
  it('from opening until closing, and again when it is asked for', () => {
    const told = new Told([track('a')]);
    const steps: [string, boolean][] = [];
    const look = (step: string) => steps.push([step, wanted(told.on)]);
    look('prepared');
    told.do('open');
    look('open');
    told.do('silence');
    look('silent');
    told.do('close');
    look('closing');
    told.do('music');
    look('music');
    told.do('end');
    look('ended');
    told.do('reopen');
    look('reopened');
    expect(steps.filter(([, is]) => is).map(([step]) => step)).toEqual(['open', 'silent', 'music', 'reopened']);
  });

  it('never with the list of silence', () => {
    const told = new Told(builtinPlaylists[1]!.tracks, protocol(), 'silence');
    told.do('open');
    expect(wanted(told.on)).toBe(false);
  });
});

describe('the soundscape of a phase', () => {
  it('goes down into every built-in protocol and up again', () => {
    const names = Object.fromEntries(
      builtinProtocols.map((each) => [each.id, each.phases.map((_, i) => soundscapeOf(each, i)).join(' ')]),
    );
    expect(names.im).toBe('hush tide current deep drift shore');
    expect(names.iv).toBe(names.im);
    expect(names.lozenge).toBe('hush hush tide current deep drift shore');
    for (const each of Object.values(names)) expect(each).toMatch(/^hush .*current deep drift shore$/);
  });

  it.each(['a:-:1', 'a:-:4', 'a:5:2 b:5:2', 'a:5:5 b:5:1 c:5:1'])('is never missing: %s', (phases) => {
    const plan = protocol(phases);
    for (const [i] of plan.phases.entries())
      expect(soundscapeOf(plan, i)).toMatch(/^(hush|tide|current|deep|drift|shore)$/);
  });
});
