import { describe, expect, it } from 'vitest';
import { MINUTE, type Commands, type CommandName } from '../../../src/session/index.js';
import { devices, plan } from './support/fixtures.js';
import type { Simulation } from './support/simulate.js';
import { dosed, prepared, refusal } from './support/simulate.js';

/** What a page sees of a session, without what every entry changes. */
const seen = ({ state }: Simulation) => {
  const { journal: _j, undoable: _u, can: _c, ...rest } = state;
  return rest;
};

describe('undo takes back', () => {
  const at16 = () => dosed().until(16);
  const cases: [string, () => Simulation, (sim: Simulation) => unknown][] = [
    ['next', at16, (sim) => sim.do('next')],
    ['goTo', at16, (sim) => sim.do('goTo', 'landing')],
    ['stay', at16, (sim) => sim.do('stay')],
    ['goOn', () => at16().do('stay').until(18), (sim) => sim.do('goOn')],
    ['goOn past the end of a phase', () => dosed().do('stay').until(9), (sim) => sim.do('goOn')],
    ['extend', at16, (sim) => sim.do('extend', 5)],
    ['gentler', at16, (sim) => sim.do('gentler')],
    ['fuller', at16, (sim) => sim.do('fuller')],
    ['silence', at16, (sim) => sim.do('silence')],
    ['music', () => prepared().do('open').catchUp().do('silence'), (sim) => sim.do('music')],
    ['speak', at16, (sim) => sim.do('speak', true)],
    ['having spoken', () => at16().do('speak', true), (sim) => sim.do('speak', false)],
    ['mark', at16, (sim) => sim.do('mark', 'x')],
    ['checkIn', at16, (sim) => sim.do('checkIn', 'look@15', { look: 'resting' })],
    ['skipCheckIn', at16, (sim) => sim.do('skipCheckIn', 'look@15')],
    ['laterCheckIn', at16, (sim) => sim.do('laterCheckIn', 'look@15')],
    ['end', at16, (sim) => sim.do('end')],
    ['end of a closing', () => at16().do('close').catchUp(), (sim) => sim.do('end')],
    ['dose', () => prepared().do('open').catchUp(), (sim) => sim.do('dose')],
    ['a further dose', at16, (sim) => sim.do('dose')],
    [
      'a silence on top of a device’s',
      () => at16().write([{ type: 'silenced', cause: 'device', data: { by: 'device' } }]),
      (sim) => sim.do('silence'),
    ],
    ['a device too many, whose rest goes on', () => dosed(devices).wait(1), (sim) => sim.do('dose')],
  ];

  it.each(cases)('%s, and everything is as before', (_, before, act) => {
    const sim = before();
    const was = seen(sim);
    const entries = sim.entries.length;
    act(sim);
    expect(seen(sim)).not.toEqual(was);
    sim.do('undo');
    expect(seen(sim)).toEqual(was);
    expect(sim.entries.length).toBeGreaterThan(entries + 1);
    expect(sim.last.type).toBe('undone');
    // In one transaction: one call.
    expect(new Set(sim.entries.slice(-2).map(({ cmd }) => cmd)).size).toBe(1);
    expect(refusal(() => sim.do('undo'))).toBe('not-now');
    expect(sim.state.undoable).toBeNull();
  });

  it('a skip, by asking for the piece again where it was', () => {
    const sim = dosed();
    const play = {
      type: 'track-started',
      cause: 'device',
      data: { track: 'one', position: 0, source: 'file', why: 'open' },
    } as const;
    sim.write([play]).until(1).do('skip').do('undo');
    expect(sim.session!.music.want).toMatchObject({ track: 'one' });
    sim.write([{ ...play, data: { ...play.data, why: 'undo' } }]);
    expect(sim.session!.music).toMatchObject({ want: null, playing: true });
  });

  it('a silence, but not what closing has made quiet since', () => {
    const sim = dosed().until(16).do('silence').do('close').do('undo');
    expect(sim.state).toMatchObject({ status: 'closing', music: { status: 'off' } });
    expect(sim.session).toMatchObject({ silenced: null, quiet: true });
  });

  it.each(['silence', 'music'] as const)('%s in closing, which is as quiet again', (command) => {
    const sim = dosed().until(16).do('close').catchUp();
    const was = seen(sim);
    sim.do(command).do('undo');
    expect(seen(sim)).toEqual(was);
    expect(sim.session).toMatchObject({ silenced: null, quiet: true });
  });

  it('more time for a phase from that phase, though another has begun', () => {
    const sim = dosed().until(12).do('extend', 5);
    const rising = sim.session!.visits.at(-1)!;
    const dose = sim.entries.find(({ type }) => type === 'dosed')!.seq;
    // The dose was earlier than noted: the next phase has begun by now.
    sim.do('amend', dose, { ago: 30 * 60 }).catchUp();
    const current = sim.session!.visits.at(-1)!;
    expect(current.phase).not.toBe(rising.phase);
    sim.do('undo');
    expect(sim.session!.visits.at(-1)!.endsAt).toBe(current.endsAt);
  });

  it('a dose, after a code or another word was corrected', () => {
    const sim = dosed().do('change', { code: 'K8' });
    expect(sim.do('undo').state.doses).toEqual([]);
  });

  it('a dose that opened the session: it stays open, in its first phase', () => {
    const sim = prepared().until(3).do('dose', { ago: 60 }).do('undo');
    expect(sim.state).toMatchObject({ status: 'open', doses: [], dwells: [], phase: { id: 'settle', index: 0 } });
    expect(sim.until(5).do('dose').state.phase).toMatchObject({ id: 'onset', enteredAt: 5 * MINUTE });
  });

  it('a dose, whose check-ins keep their names when it is given after all', () => {
    const sim = dosed().do('undo').until(2).do('dose').until(20);
    expect(sim.ids('due')).toContain('look@15');
    expect(sim.checkIn('look@15')!.dueAt).toBe(17 * MINUTE);
  });

  it('an answer given late: the check-in has lapsed again', () => {
    const sim = dosed().until(24).do('checkIn', 'look@15', { look: 'resting' }).do('undo');
    expect(sim.checkIn('look@15')!.status).toBe('lapsed');
  });

  it.each([
    ['end', (sim: Simulation) => sim.do('end'), { type: 'reopened', data: { why: 'undo' } }],
    ['extend', (sim: Simulation) => sim.do('extend', 5), { type: 'extended', data: { phase: 'onset', minutes: -5 } }],
    ['stay', (sim: Simulation) => sim.do('stay'), { type: 'went-on', data: { phase: 'onset' } }],
    ['fuller', (sim: Simulation) => sim.do('fuller'), { type: 'intensity-set', data: { from: 3, to: 2, why: 'undo' } }],
  ])('%s, in an entry that holds what its type holds and no more', (_, act, { type, data }) => {
    const [inverse, undone] = act(dosed().until(2)).do('undo').entries.slice(-2);
    expect(inverse).toMatchObject({ type, cause: 'person' });
    expect(inverse!.data).toEqual(data);
    expect(undone!.data).toEqual({ of: inverse!.seq - 1 });
  });

  it('the newest only', () => {
    const sim = dosed().until(16).do('fuller').do('mark', 'a').do('note', 'not undoable').do('undo');
    expect(sim.state).toMatchObject({ marks: [], music: { intensity: 5 } });
    expect(sim.of('undone')).toHaveLength(1);
  });
});

describe('undo of what was done in a phase that has never been', () => {
  it('says so and changes nothing: the dose that began it was none', () => {
    const sim = dosed().do('extend', 3);
    sim.do('amend', sim.entries.find(({ type }) => type === 'dosed')!.seq, null);
    const { phase } = sim.state;
    sim.do('undo');
    expect(sim.last.type).toBe('undone');
    expect(sim.state.phase).toEqual(phase);
  });
});

describe('undo is offered', () => {
  it.each([1, 60, 600])('for thirty seconds of real time at pace %d', (pace) => {
    const sim = dosed(plan, 0, pace).do('mark');
    const end = (30 * pace) / 60;
    expect(sim.state.undoable).toMatchObject({ type: 'marked', until: end * MINUTE });
    sim.t = end * MINUTE;
    expect(sim.state.can).toContain('undo');
    sim.t = end * MINUTE + 1;
    expect(sim.state).toMatchObject({ undoable: null });
    expect(refusal(() => sim.do('undo'))).toBe('not-now');
  });

  it('for nothing that time, a device or no hand has done', () => {
    const sim = dosed().until(5);
    expect(sim.state.undoable).toBeNull();
    sim.write([{ type: 'silenced', cause: 'device', data: { by: 'device' } }]);
    expect(sim.state.undoable).toBeNull();
  });

  const not: [CommandName, unknown[]][] = [
    ['open', []],
    ['given', [{ what: 'x' }]],
    ['note', ['x']],
    ['record', ['rate', { value: 1 }]],
    ['handOver', [{ to: 'x' }]],
    ['attend', [true]],
    ['away', [true]],
    ['louder', []],
    ['close', []],
    ['tick', ['Awake', true]],
    ['change', [{ protocol: plan }]],
  ];
  it.each(not)('not for %s', (name, args) => {
    const sim = name === 'open' ? prepared() : prepared().do('open');
    sim.do(name, ...(args as Commands[typeof name]));
    expect(sim.state.undoable).toBeNull();
  });
});
