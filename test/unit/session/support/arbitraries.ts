import fc from 'fast-check';
import type {
  CheckInPlan,
  CommandName,
  Commands,
  PhasePlan,
  Protocol,
  Session,
} from '../../../../src/session/index.js';
import { builtinProtocols } from '../../../../src/session/protocol/builtin.js';
import { list } from './fixtures.js';
import type { Simulation } from './simulate.js';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const minute = fc.integer({ min: 0, max: 90 });

const phase = (i: number): fc.Arbitrary<PhasePlan> =>
  fc.record({
    id: fc.constant(ids[i]!),
    label: fc.constant(ids[i]!),
    minutes: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 6 }),
    intensity: fc.constantFrom(1, 2, 3, 4, 5),
  });

const checkIn = (i: number): fc.Arbitrary<CheckInPlan> =>
  fc
    .record(
      {
        kind: fc.constantFrom('look', 'rate', 'vitals', 'choice', 'task'),
        at: fc.array(fc.oneof(minute, fc.constantFrom('before', 'end')), { minLength: 1, maxLength: 4 }),
        every: fc.integer({ min: 3, max: 30 }),
        after: minute,
        until: minute,
        from: fc.constantFrom('first', 'last'),
        phases: fc.subarray(ids.slice(0, 3), { minLength: 1 }),
        window: fc.integer({ min: 1, max: 20 }),
      },
      { requiredKeys: ['kind', 'at', 'window'] },
    )
    .map((plan) => ({ ...plan, id: `check-${i}`, ask: 'Ask', options: ['in', 'out'] }) as CheckInPlan);

/** Any protocol that could be read from a file. */
export const anyProtocol: fc.Arbitrary<Protocol> = fc
  .record({
    phases: fc.integer({ min: 1, max: 6 }).chain((n) => fc.tuple(...ids.slice(0, n).map((_, i) => phase(i)))),
    checkIns: fc.integer({ min: 0, max: 4 }).chain((n) => fc.tuple(...ids.slice(0, n).map((_, i) => checkIn(i)))),
    dwell: fc.option(
      fc.record({ minutes: fc.integer({ min: 1, max: 15 }), ask: fc.constant('Hold'), last: fc.boolean() }),
    ),
    closing: fc.subarray(['one', 'two']),
  })
  .map((parts) => ({ format: 'stillroom-protocol/1', id: 'any', title: 'Any', fade: 60, ...parts }) as Protocol)
  // A check-in asks only in phases that there are.
  .map((plan) => ({
    ...plan,
    checkIns: plan.checkIns.map(({ phases, ...rest }) => {
      const there = phases?.filter((id) => plan.phases.some((each) => each.id === id)) ?? [];
      return { ...rest, ...(there[0] && { phases: there }) };
    }),
  }));

export const protocol = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...builtinProtocols) },
  { weight: 2, arbitrary: anyProtocol },
);

/** What happens next: a call, time awake or asleep, a fact of a device. `pick` chooses among what there is by then. */
export type Step =
  | Call
  | { wait: number }
  | { sleep: number; certain: boolean | null }
  | { fact: 'silenced' | 'play' | 'failed'; pick: number }
  | { type: number };

export interface Call {
  do: CommandName;
  pick: number;
  when: { ago?: number };
  to?: Protocol;
}

const names: CommandName[] = [
  'dose',
  'dose',
  'dose',
  'doseChange',
  'endDwell',
  'given',
  'amend',
  'amend',
  'amend',
  'change',
  'next',
  'next',
  'goTo',
  'stay',
  'goOn',
  'extend',
  'quieter',
  'louder',
  'setVolume',
  'gentler',
  'fuller',
  'skip',
  'silence',
  'music',
  'speak',
  'attend',
  'attend',
  'away',
  'away',
  'mark',
  'note',
  'checkIn',
  'checkIn',
  'skipCheckIn',
  'laterCheckIn',
  'record',
  'handOver',
  'undo',
  'undo',
  'undo',
  'close',
  'tick',
  'end',
  'reopen',
  'reopen',
  'open',
  'open',
  'prepare',
  'clockChanged',
];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        do: fc.constantFrom(...names),
        pick: fc.nat(1000),
        when: fc.record({ ago: fc.integer({ min: 0, max: 3600 }) }, { requiredKeys: [] }),
        to: protocol,
      },
      { requiredKeys: ['do', 'pick', 'when'] },
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      wait: fc.oneof(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 180_000 }).map((ms) => ms / 60_000),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ sleep: fc.integer({ min: 1, max: 90 }), certain: fc.option(fc.boolean()) }) },
  { weight: 1, arbitrary: fc.record({ fact: fc.constantFrom('silenced', 'play', 'failed'), pick: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.nat(10) }) },
);

/** A course of events, whatever it is. */
export const course = fc.array(step, { maxLength: 60, size: 'max' });

const SECRETS = { next: 0 };
/** A text that stands nowhere else. */
export const secret = () => `sec-${(SECRETS.next++).toString(36)}-ret`;

const answerOf = (kind: string, n: number) =>
  kind === 'look'
    ? { look: 'spoke' as const, note: secret() }
    : kind === 'rate'
      ? { value: n % 11 }
      : kind === 'vitals'
        ? { systolic: 1 + (n % 400) }
        : kind === 'choice'
          ? { option: n % 2 ? 'in' : 'out' }
          : { done: true as const };

const at = <T>(from: readonly T[], n: number): T | undefined => from[n % (from.length || 1)];

/** Arguments that make sense of a call now, or nearly. */
export function argumentsOf({ do: name, pick, when, to }: Call, session: Session | null): unknown[] {
  const on = pick % 2 === 0;
  const checkIn = at(session?.checkIns ?? [], pick);
  const minutes = 1 + (pick % 60);
  const entry = at(
    session?.journal.filter(({ type }) =>
      /dosed|dose-ch|dwell-e|given|answered|skipped|recorded|marked|noted|handed|prepared/.test(type),
    ) ?? [],
    pick,
  );
  const args: { [N in CommandName]?: unknown[] } = {
    prepare: [{ ...(to && { protocol: to }), code: secret(), intention: secret(), touch: secret(), staff: secret() }],
    open: [['storage']],
    dose: [{ ...when, route: secret(), amount: secret(), note: secret() }],
    doseChange: [pick % 3, ['ended', 'paused', 'resumed', 'rate'][pick % 4], { ...when, note: secret() }],
    endDwell: [pick % 3, ['spat', 'swallowed', 'other'][pick % 3]],
    given: [{ what: secret(), amount: secret(), ...when }],
    amend: [
      entry?.seq ?? pick,
      on && entry?.type !== 'prepared' ? null : { ...when, ...(entry?.type !== 'dwell-ended' && { note: secret() }) },
      secret(),
    ],
    change: [
      {
        ...(to && { protocol: to }),
        ...(pick % 3 === 0 && { playlist: { ...list, id: `list-${pick}` } }),
        code: secret(),
      },
    ],
    goTo: [at(session?.protocol.phases ?? [], pick)?.id],
    extend: [minutes],
    setVolume: [pick / 1000],
    speak: [on],
    attend: [on],
    away: [on, secret()],
    mark: [secret(), { ...when, kind: ['tears', 'spoke', 'movement', 'nausea', 'support', 'other'][pick % 6] }],
    note: [secret(), { kind: on ? 'record' : 'process' }],
    checkIn: [checkIn?.id ?? 'none', answerOf(checkIn?.kind ?? 'task', pick), when],
    skipCheckIn: [checkIn?.id ?? 'none', secret()],
    laterCheckIn: [checkIn?.id ?? 'none', minutes],
    record: ['look', answerOf('look', pick), when],
    handOver: [{ to: secret(), note: secret() }],
    tick: [at(session?.protocol.closing ?? [], pick) ?? 'none', on],
    end: [],
  };
  return args[name] ?? [];
}

/** Lets one thing happen. @returns the error a call was refused with, if it was */
export function happen(sim: Simulation, step: Step): unknown {
  if ('do' in step)
    try {
      sim.do(step.do, ...(argumentsOf(step, sim.session) as Commands[CommandName]));
    } catch (error) {
      return error;
    }
  else if ('wait' in step) sim.wait(step.wait);
  else if ('sleep' in step) {
    const from = sim.t;
    sim.t += step.sleep * 60_000;
    if (step.certain !== null)
      sim.write([{ type: 'slept', cause: 'device', data: { from, to: sim.t, certain: step.certain } }]);
    sim.catchUp();
  } else if ('fact' in step) {
    const track = at(list.tracks, step.pick)!.id;
    sim.write([
      step.fact === 'silenced'
        ? { type: 'silenced', cause: 'device', data: { by: 'device' } }
        : step.fact === 'play'
          ? { type: 'track-started', cause: 'device', data: { track, position: 0, source: 'file', why: 'end' } }
          : { type: 'track-failed', cause: 'device', data: { track, code: 'no-cors' } },
    ]);
  } else {
    sim.typing.clear();
    const id = at(sim.session?.checkIns ?? [], step.type)?.id;
    if (id && step.type < 5) sim.typing.add(id);
  }
  return null;
}
