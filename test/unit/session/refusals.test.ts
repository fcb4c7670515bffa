import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StillroomError, decide, freeze, type CommandName, type Session } from '../../../src/session/index.js';
import { Simulation, dosed, prepared } from './support/simulate.js';

const names: CommandName[] = [
  'prepare',
  'open',
  'dose',
  'doseChange',
  'endDwell',
  'given',
  'amend',
  'change',
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
  'away',
  'mark',
  'note',
  'checkIn',
  'skipCheckIn',
  'laterCheckIn',
  'record',
  'handOver',
  'undo',
  'close',
  'tick',
  'end',
  'reopen',
  'clockChanged',
];

/** What cannot be built before the test runs, since even looking at it throws. */
const hostile = (value: unknown) =>
  value === 'a proxy'
    ? new Proxy({}, { get: trap, has: trap, ownKeys: trap })
    : value === 'a getter'
      ? Object.defineProperty({}, 'ago', { get: trap, enumerable: true })
      : value;

const trap = () => {
  throw new Error('A page did this.');
};

/** What a page could hand in, the members our calls read among it. */
const garbage = fc.oneof(
  { weight: 4, arbitrary: fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true }) },
  {
    weight: 6,
    arbitrary: fc.dictionary(
      fc.constantFrom(
        'ago',
        'at',
        'what',
        'kind',
        'answer',
        'to',
        'note',
        'how',
        'text',
        'look',
        'value',
        'systolic',
        'route',
        'protocol',
        'code',
      ),
      fc.oneof(fc.anything(), fc.constantFrom<unknown>(NaN, -0, Infinity, '', 'tears', 'spat', {}, null)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      'look@15',
      'bp@before',
      'bp@20',
      'vitals',
      'ended',
      'Awake',
      0,
      1,
      7,
      -1,
      1e9,
      true,
    ),
  },
  { weight: 1, arbitrary: fc.constant(Symbol('page')) },
  { weight: 2, arbitrary: fc.constantFrom(...['a proxy', 'a getter']) },
);

const sessions: (Session | null)[] = [
  null,
  prepared().catchUp(),
  dosed().until(21).do('mark'),
  dosed().until(21).do('attend', true),
  dosed().until(50).do('close').catchUp(),
  dosed().until(50).do('end'),
].map((sim) => (sim instanceof Simulation ? freeze(sim.session) : sim));

it('a command refuses whatever it is given with a StillroomError, or decides', () => {
  const codes = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom(...sessions),
      fc.array(garbage, { maxLength: 4 }),
      (name, session, args) => {
        try {
          const drafts = decide(session, name, args.map(hostile) as never, { t: 60 * 60_000, at: 1.7e12 });
          expect(Array.isArray(drafts)).toBe(true);
        } catch (error) {
          if (!(error instanceof StillroomError)) throw error;
          expect(error.message).toMatch(/\.$/);
          codes.add(error.code);
        }
      },
    ),
    { numRuns: 10_000 },
  );
  expect([...codes].sort()).toEqual(['bad-value', 'not-now', 'unknown']);
}, 60_000);
