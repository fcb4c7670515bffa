import { describe, expect, it } from 'vitest';
import { apply, clampVolume, decide, fold, stateOf, stepVolume, type PublicEntry } from '../../../src/session/index.js';
import { list, live, other, plan } from './support/fixtures.js';
import { BEGAN, Simulation, dosed, prepared, refusal } from './support/simulate.js';

describe('from prepared to ended and back', () => {
  it('opens into the first phase, with the warnings that stood', () => {
    const sim = prepared().until(2).do('open', ['storage']);
    expect(sim.entries.map(({ type }) => type)).toEqual([
      'prepared',
      'check-in-due',
      'preflight-passed',
      'opened',
      'phase-entered',
    ]);
    expect(sim.of('preflight-passed')[0]!.data).toEqual({ warnings: ['storage'] });
    expect(sim.state).toMatchObject({
      status: 'open',
      openedAt: BEGAN + 120_000,
      phase: { id: 'settle', endsAt: null },
    });
  });

  it('closing quietens the music until somebody asks for it', () => {
    const sim = dosed().until(50).do('close');
    expect(sim.state).toMatchObject({ status: 'closing', music: { status: 'off' } });
    expect(sim.do('music').state.music.status).toBe('playing');
    expect(refusal(() => sim.do('close'))).toBe('not-now');
  });

  it('ticks the closing list, each item once', () => {
    const sim = dosed().until(50).do('close').do('tick', 'Awake', true).do('tick', 'Awake', true);
    expect(sim.state.closing).toEqual([
      { item: 'Awake', done: true },
      { item: 'Company', done: false },
    ]);
    expect(sim.of('closing-ticked')).toHaveLength(1);
    expect(sim.do('tick', 'Awake', false).state.closing[0]!.done).toBe(false);
    expect(refusal(() => sim.do('tick', 'Dancing', true))).toBe('unknown');
  });

  it('ends once, says why, and reopens into the open session with its music', () => {
    const sim = dosed().until(50).do('close').do('end');
    expect(sim.last).toMatchObject({ type: 'ended', data: { reason: 'person' } });
    expect(refusal(() => sim.do('end'))).toBe('not-now');
    sim.until(55).do('reopen');
    expect(sim.state).toMatchObject({ status: 'open', music: { status: 'playing' }, doses: [{ t: 0 }] });
    expect(sim.do('close').state.status).toBe('closing');
    expect(dosed().do('end', 'left-open').last.data).toEqual({ reason: 'left-open' });
  });

  it('reopened goes on through the phases that passed meanwhile', () => {
    const sim = dosed().until(3).do('end').until(40).do('reopen').catchUp();
    expect(sim.state.phase).toMatchObject({ id: 'return' });
  });

  it('stays attended to through an end by mistake', () => {
    const sim = dosed().do('attend', true).do('end').do('undo');
    expect(sim.state).toMatchObject({ attending: true, music: { status: 'silent' } });
  });
});

describe('levels', () => {
  it('step by 3 dB and clamp', () => {
    const dB = (volume: number) => 40 * Math.log10(volume);
    expect(dB(stepVolume(0.5, 1)) - dB(0.5)).toBeCloseTo(3);
    expect(dB(stepVolume(0.5, -1)) - dB(0.5)).toBeCloseTo(-3);
    expect([clampVolume(0), clampVolume(7), stepVolume(0.1, -1), stepVolume(1, 1)]).toEqual([0.1, 1, 0.1, 1]);
  });

  it('that change nothing leave nothing behind', () => {
    const sim = prepared().do('open').do('setVolume', 0.1);
    const { length } = sim.entries;
    sim.do('quieter').do('setVolume', -3).do('speak', false).do('silence').do('silence').do('music').do('music');
    expect(sim.entries.slice(length).map(({ type }) => type)).toEqual(['silenced', 'music-restored']);
    for (const volume of [NaN, Infinity, '0.5', null])
      expect(refusal(() => sim.do('setVolume', volume as never))).toBe('bad-value');
  });

  it('silence by a person outlasts a device, and only music() ends it', () => {
    const sim = dosed().write([{ type: 'silenced', cause: 'device', data: { by: 'device' } }]);
    expect(sim.state.music).toMatchObject({ silenced: true, by: 'device', status: 'silent' });
    sim.do('silence').until(60).do('change', { playlist: list });
    expect(sim.state.music).toMatchObject({ by: 'person', status: 'silent' });
    expect(sim.do('music').state.music.status).toBe('playing');
  });

  it('skip a piece once, however often they are asked before the next is heard', () => {
    const play = (track: string, why: 'open' | 'skip' | 'undo') =>
      ({ type: 'track-started', cause: 'device', data: { track, position: 0, source: 'file', why } }) as const;
    const sim = dosed();
    const skips = () => sim.entries.filter(({ type }) => type === 'track-ended').length;
    sim
      .write([play('one', 'open')])
      .do('skip')
      .do('skip')
      .do('skip');
    expect(skips()).toBe(1);
    sim
      .write([play('two', 'skip')])
      .do('skip')
      .do('skip');
    expect(skips()).toBe(2);
    // What is being brought back can be skipped once more.
    expect(
      sim
        .do('undo')
        .do('skip')
        .do('skip')
        .entries.slice(-3)
        .map(({ type }) => type),
    ).toEqual(['undone', 'track-ended', 'track-ended']);
  });

  it('tell the first status that holds', () => {
    const status = (sim: Simulation, blocked = false) =>
      stateOf(sim.session, { ...live, blocked }, sim.now).music.status;
    expect(status(prepared(), true)).toBe('off');
    const sim = dosed();
    expect(status(sim, true)).toBe('waiting');
    expect(stateOf(sim.session, { ...live, soundless: true }, sim.now).music).toMatchObject({
      status: 'waiting',
      blocked: false,
    });
    expect(status(sim.do('speak', true))).toBe('speaking');
    expect(status(sim.do('attend', true))).toBe('silent');
    expect(status(new Simulation().prepare({ playlist: { ...list, id: 'silence' } }).do('open'))).toBe('off');
  });
});

describe('marks', () => {
  it('find the piece that was heard, now or then', () => {
    const sim = dosed();
    const play = (track: string) =>
      sim.write([
        { type: 'track-started', cause: 'device', data: { track, position: 10, source: 'file', why: 'open' } },
      ]);
    play('one').until(4);
    play('two').until(5).do('mark', 'm', { kind: 'spoke', ago: 120 });
    expect(sim.last).toMatchObject({
      data: { t: 180_000, track: 'one', position: 190 },
      private: { text: 'm', kind: 'spoke' },
    });
    const [draft] = decide(sim.session, 'mark', [], { ...sim.now, heard: { track: 'two', position: 69.2 } });
    expect(draft!.data).toEqual({ t: 300_000, track: 'two', position: 69.2 });
    expect(sim.state.marks).toMatchObject([{ t: 180_000, at: BEGAN + 180_000, track: 'one' }]);
  });
});

it('a mark in a rehearsal finds its place in music that runs in real time', () => {
  const sim = dosed(plan, 0, 60);
  sim.write([
    { type: 'track-started', cause: 'device', data: { track: 'one', position: 0, source: 'file', why: 'open' } },
  ]);
  expect(sim.until(10).do('mark', 'm', { ago: 300 }).last.data).toMatchObject({ track: 'one', position: 5 });
});

describe('what is allowed', () => {
  it('depends on more than the status for some', () => {
    const has = (sim: Simulation, name: string) => sim.state.can.includes(name);
    expect(has(prepared().do('open'), 'doseChange')).toBe(false);
    expect(has(dosed(), 'doseChange')).toBe(true);
    expect(has(prepared(), 'endDwell')).toBe(false);
    expect(has(dosed(), 'endDwell')).toBe(true);
    expect(has(dosed().do('goTo', 'landing'), 'next')).toBe(false);
  });

  it('lets through what would change nothing, and writes nothing', () => {
    const sim = dosed().do('silence').do('stay');
    const { length } = sim.entries;
    expect(sim.state.can).toEqual(expect.arrayContaining(['silence', 'stay', 'skip']));
    expect(sim.do('silence').do('stay').do('skip').entries).toHaveLength(length);
    expect(dosed().state.can).toEqual(expect.arrayContaining(['music', 'goOn']));
    expect(dosed().do('music').do('goOn').entries).toHaveLength(dosed().entries.length);
  });

  it('is said when something is not, and nothing has changed', () => {
    const sim = dosed();
    const { session } = sim;
    expect(() => sim.do('open')).toThrow(/dose.*end/);
    expect(sim.session).toBe(session);
    expect(refusal(() => decide(session, 'dance' as never, [] as never, sim.now))).toBe('unknown');
    expect(refusal(() => decide(session, 'toString' as never, [] as never, sim.now))).toBe('unknown');
  });

  it('asks of a session left open only whether it goes on, beside what has nothing to do with it', () => {
    const { session, now } = dosed();
    const { can } = stateOf(session, { ...live, leftOpen: true }, now);
    const always = ['lock', 'unlock', 'sessions', 'import', 'erase', 'read', 'export'];
    expect(can).toEqual([...always, 'resume', 'end', 'dose']);
  });
});

describe('the journal', () => {
  it('keeps entries of types it does not know, and ignores them', () => {
    const sim = dosed().until(3);
    for (const type of ['levitated', 'constructor', '__proto__', 'toString']) {
      const entry = { ...sim.public.at(-1)!, seq: sim.session!.journal.length, type } as unknown as PublicEntry;
      const { journal, ...after } = apply(sim.session, entry);
      const { journal: before, ...was } = sim.session!;
      expect(after).toEqual(was);
      expect(journal).toHaveLength(before.length + 1);
    }
  });

  it('of nothing is no session', () => {
    expect(fold([])).toBeNull();
    expect(stateOf(null, live, { t: 0, at: BEGAN })).toMatchObject({
      status: 'idle',
      session: null,
      doses: [],
      protocol: null,
    });
    expect(() => fold([{ ...prepared().public[0]!, type: 'opened', data: {} }])).toThrow();
  });

  it('with a broken entry is folded all the same where it came from a disk, and no number shifts', () => {
    const { public: whole } = dosed().until(40).do('mark').do('stay').do('next').do('end');
    for (const [i, entry] of whole.entries())
      for (const data of [null, 7, {}, { id: 7, of: -1, dose: 99, protocol: {} }]) {
        const broken = whole.with(i, { ...entry, data } as unknown as PublicEntry);
        const session = fold(broken, () => {});
        if (session) expect(session.journal.map(({ seq }) => seq)).toEqual(whole.map(({ seq }) => seq));
        if (i) expect(session?.status).toBe('ended');
        expect(() => stateOf(session, live, { t: 0, at: BEGAN })).not.toThrow();
      }
  });

  it('holds the whole plan and list, so that no file is needed to read it', () => {
    expect(prepared().entries[0]).toMatchObject({
      seq: 0,
      data: { protocol: plan, playlist: list, seed: 7, pace: 1, schema: 1 },
    });
  });

  it('a change of list begins its pieces anew', () => {
    const sim = dosed().do('change', { playlist: { ...list, id: 'second', title: 'Second' } });
    expect(sim.state).toMatchObject({
      playlist: { id: 'second', title: 'Second' },
      protocol: { id: 'plan' },
      phase: { id: 'onset' },
    });
    expect(sim.do('change', { protocol: other }).state.playlist).toEqual({ id: 'second', title: 'Second' });
  });

  it('is frozen all through, like the state it makes', () => {
    const { state } = dosed().until(16).do('mark', 'm');
    const open = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && (!Object.isFrozen(value) || Object.values(value).some(open));
    expect(open(state)).toBe(false);
  });
});
