import { MINUTE, type Draft } from '../../../../src/session/index.js';
import { builtinProtocols } from '../../../../src/session/protocol/builtin.js';
import { list } from './fixtures.js';
import { Simulation } from './simulate.js';

/**
 * One rehearsed session for each built-in protocol, with much that goes wrong as it does in a clinic. The golden journals
 * were written by these, once; `GOLDEN=write npx vitest run test/unit/golden` writes those that are missing.
 */
export const courses: Readonly<Record<string, () => Simulation>> = {
  /** Opened late, dose noted three minutes after, changed at minute ten, ended by mistake and reopened. */
  im() {
    const sim = begin('im');
    sim.until(4).do('checkIn', 'bp@before', { systolic: 124, diastolic: 78, heartRate: 66 });
    sim.do('skipCheckIn', 'comfort@before', 'already asleep').do('setVolume', 0.5);
    sim.do('open', ['storage']);
    play(sim, 'one', 'open').until(9).do('dose', { ago: 180, route: 'im', amount: '60 mg', note: 'left shoulder' });
    sim.until(11).do('checkIn', 'look@5', { look: 'resting' });
    sim.until(14).do('mark', 'first tears', { kind: 'tears' });
    sim.until(16).do('change', { protocol: protocolOf('open') });
    sim.until(18).do('amend', sim.of('dosed')[0]!.seq, { ago: 13 * 60 }, 'clock on the wall was read again');
    sim.until(20).do('change', { protocol: protocolOf('im') });
    sim.until(24).do('dose', { amount: '20 mg' }).until(25).do('silence');
    sim.until(28).do('music').do('mark', undefined, { kind: 'spoke', ago: 45 });
    sim.until(31).do('away', true, 'door').until(34).do('away', false);
    sim.until(36).do('attend', true).until(41).do('attend', false);
    fact(sim, { type: 'track-failed', cause: 'device', data: { track: 'two', code: 'no-cors' } });
    fact(sim, { type: 'fallback-began', cause: 'device', data: { soundscape: 'tide' } });
    sim.until(46).do('laterCheckIn', sim.ids('due')[0]!, 7).until(47).do('handOver', { to: 'CD', note: 'lunch' });
    sim.until(55).do('next').wait(0.2).do('undo').do('fuller').wait(0.3).do('undo');
    sim.until(58).do('stay').until(70).do('goOn').do('extend', 15);
    sim.until(72).do('note', 'asked for water').do('note', 'speaks of his brother', { kind: 'process' });
    sim.until(90).do('end').wait(0.25).do('undo').until(115).do('close').catchUp();
    sim.do('tick', sim.state.closing[0]!.item, true).do('tick', sim.state.closing[1]!.item, true);
    sim
      .until(120)
      .do('checkIn', 'bp@end', { systolic: 118, diastolic: 74 })
      .do('tick', sim.state.closing[1]!.item, false);
    return sim.until(124).do('end').until(130).do('note', 'left with her sister');
  },

  /** An infusion with a pause and a change of rate, vitals twelve minutes late, a clock set forward. */
  iv() {
    const sim = begin('iv').do('checkIn', 'bp@before', { systolic: 131, diastolic: 82, heartRate: 71, spo2: 98 });
    sim.do('open');
    play(sim, 'one', 'open').until(6).do('dose', { route: 'iv', amount: '0.5 mg/kg over 40 min' });
    sim
      .until(16)
      .do('doseChange', 0, 'paused', { note: 'arm moved' })
      .until(18)
      .do('doseChange', 0, 'resumed', { ago: 20 });
    sim.until(22).do('given', { what: 'ondansetron', amount: '4 mg', ago: 60 }).do('doseChange', 0, 'rate');
    sim.do('amend', sim.last.seq, null, 'was not changed after all');
    sim.until(38).do('checkIn', 'bp@20', { systolic: 142, diastolic: 90 }, { ago: 12 * 60 });
    sim.do('amend', sim.last.seq, { answer: { systolic: 140, diastolic: 90 } });
    sim.until(41).do('speak', true).until(42).do('speak', false).do('gentler').do('louder').do('skip');
    play(sim, 'two', 'skip').until(48).do('doseChange', 0, 'ended').do('amend', sim.last.seq, { ago: 90 });
    sleep(sim, 3, false);
    sim
      .until(54)
      .do('clockChanged')
      .until(60)
      .do('record', 'look', { look: 'needs-support', note: 'hand' }, { ago: 30 });
    sim.until(75).do('mark', 'nausea', { kind: 'nausea' }).wait(0.2).do('undo').until(100).do('close').until(108);
    for (const item of sim.state.closing.map((each) => each.item)) sim.do('tick', item, true);
    return sim.do('checkIn', 'bp@end', { systolic: 122, diastolic: 80 }).do('end');
  },

  /** Two tablets, the first spat out, a dose taken back and given after all, in a rehearsal. */
  lozenge() {
    const sim = begin('lozenge', 60).do('open');
    play(sim, 'one', 'open')
      .until(3)
      .do('dose', { route: 'sublingual', amount: '100 mg' })
      .wait(10 / 60)
      .do('undo');
    sim.until(5).do('dose', { route: 'sublingual', amount: '100 mg' }).until(18).do('endDwell', 0, 'swallowed');
    sim.until(22).do('dose', { ago: 120, amount: '50 mg' }).until(29).do('endDwell', 1, 'spat');
    sim.until(30).do('amend', sim.of('dwell-ended').at(-1)!.seq, { how: 'other' });
    sim
      .until(50)
      .do('checkIn', sim.ids('due')[0] ?? sim.ids('lapsed')[0]!, { look: 'spoke', note: 'said it was warm' });
    sim.until(52).do('skipCheckIn', sim.ids('lapsed').at(-1)!).wait(0.2).do('undo').until(160).do('quieter');
    return sim.until(165).do('close').do('music').until(170).do('end');
  },

  /** Three devices with rests, the second noted late, asleep over the first rest. */
  nasal() {
    const sim = begin('nasal').do('checkIn', 'bp@before', { systolic: 119, diastolic: 70, heartRate: 62, spo2: 99 });
    sim.do('open');
    play(sim, 'one', 'open').until(2).do('dose', { amount: '28 mg' }).until(3);
    sleep(sim, 5, true).do('dose', { amount: '28 mg', ago: 30 });
    sim.until(13).do('dose', { amount: '28 mg' }).until(14);
    sim.do('amend', sim.of('dosed')[1]!.seq, { ago: 6 * 60 });
    sim.until(30).do('checkIn', sim.ids('due')[0]!, { look: 'resting' }).until(55);
    sim.do('checkIn', 'bp@40~3', { systolic: 150, diastolic: 88, spo2: 97 });
    fact(sim, { type: 'silenced', cause: 'device', data: { by: 'device' } }).until(57);
    sim.do('music').until(80).do('goTo', 'integration').until(125).do('close').until(133).do('end');
    return sim.until(135).do('reopen').until(140).do('dose').until(141).do('end');
  },

  /** No dose until late, one phase after another by hand, left open. */
  open() {
    const sim = begin('open')
      .until(1)
      .do('prepare', { touch: 'shoulder only', staff: 'EF' } as never)
      .do('open');
    play(sim, 'one', 'open').until(20);
    while (sim.state.can.includes('next') && sim.minute < 60) sim.do('next').wait(10);
    sim.do('change', { playlist: { ...list, id: 'other-list', title: 'Other list' } });
    sim
      .until(70)
      .do('dose', { ago: 50 * 60 })
      .until(75)
      .do('amend', sim.of('prepared')[0]!.seq, { intention: 'to rest' });
    fact(sim, { type: 'owner-changed', cause: 'browser', data: { epoch: 2, why: 'lost' } });
    sim.until(90).do('mark').do('handOver', { to: 'GH' }).until(93);
    // Nobody came back: it was found open and ended as it stood.
    sim.t += 400 * MINUTE;
    return sim.do('end', 'left-open');
  },
};

const protocolOf = (id: string) => builtinProtocols.find((each) => each.id === id)!;

const begin = (id: string, pace = 1) =>
  new Simulation()
    .prepare({
      session: id,
      protocol: protocolOf(id),
      pace,
      version: '0.1.0',
      code: 'K7-204',
      intention: 'to listen',
      touch: 'hand',
      staff: 'AB',
    })
    .catchUp();

/** Nothing ran for these minutes; the room notes it first, and then what they brought. */
function sleep(sim: Simulation, minutes: number, certain: boolean): Simulation {
  const from = sim.t;
  sim.t += minutes * MINUTE;
  return fact(sim, { type: 'slept', cause: 'device', data: { from, to: sim.t, certain } }).catchUp();
}

const fact = (sim: Simulation, draft: Draft): Simulation => sim.write([draft]);

const play = (sim: Simulation, track: string, why: 'open' | 'skip') =>
  fact(sim, { type: 'track-started', cause: 'device', data: { track, position: 0, source: 'file', why } });
