import { StillroomError } from '../errors.js';
import { kind } from '../private.js';
import type { CheckInPlan, DwellPlan, PhasePlan, Protocol } from '../protocol.types.js';
import { bad, list, number, oneOf, optional, record, text } from '../read.js';
import { plain } from './plain.js';

// The limits are far from any session that was ever run, and near enough that nothing gets slow: a day of minutes,
// 24 phases, 200 check-ins. playlists/protocol.schema.json says the same.
const DAY = 1440;

const words = text(/^(?=\s*\S)[^]{1,500}$/u, 'text of 1 to 500 characters');
const id = text(/^[\w-]{1,64}$/, '1 to 64 letters, digits, - or _');
const minute = optional(number(0, DAY));

const phases = record<PhasePlan>({
  id,
  label: words,
  minutes: number(0, DAY, null),
  intensity: oneOf(1, 2, 3, 4, 5),
});

const checkIns = record<CheckInPlan>({
  id,
  kind,
  ask: words,
  at: optional(list(1, 200, number(0, DAY, 'before', 'end'))),
  every: optional(number(1, DAY)),
  after: minute,
  until: minute,
  from: optional(oneOf('first', 'last')),
  window: optional(number(0.5, 240), 10),
  phases: optional(list(1, 24, id)),
  options: optional(list(1, 24, words)),
});

const dwell = record<DwellPlan>({
  minutes: number(0.5, 240),
  ask: words,
  last: optional(oneOf(true, false), true),
});

const protocol = record<Protocol>({
  format: oneOf('stillroom-protocol/1'),
  id,
  title: words,
  phases: list(1, 24, phases),
  checkIns: optional(list(0, 200, checkIns), []),
  dwell: (value, place) => (value == null ? null : dwell(value, place)),
  closing: optional(list(0, 50, words), []),
  fade: optional(number(0, 600), 60),
});

/** What no member can say of itself. */
function fits({ phases, checkIns }: Protocol): void {
  const expect = (holds: unknown, place: string, expected: string) => {
    if (!holds) throw bad(place, expected);
  };
  for (const [name, all] of Object.entries({ phases, checkIns }))
    all.forEach(({ id }, i) => expect(all.findIndex((each) => each.id === id) === i, `${name}[${i}].id`, 'unique'));
  checkIns.forEach(({ at, every, kind, options, phases: asked = [] }, i) => {
    const place = `checkIns[${i}].`;
    expect(at ?? every, `${place}at`, 'given, or every');
    expect(kind !== 'choice' || options, `${place}options`, 'the answers of the choice');
    asked.forEach((phase, nth) =>
      expect(
        phases.some(({ id }) => id === phase),
        `${place}phases[${nth}]`,
        'the id of a phase',
      ),
    );
  });
}

/**
 * Reads a protocol: a plain copy that nobody else holds, with every default filled in; members it does not know are left
 * out.
 *
 * @param input JSON text or an object
 * @param address of the file, for the message
 * @throws `bad-protocol`, and nothing else: the address, the place in it (`phases[2].minutes`) and what was expected
 */
export function parseProtocol(input: unknown, address = 'protocol'): Protocol {
  try {
    const found = protocol(
      plain(input, (expected) => {
        throw bad('', expected);
      }),
      '',
    );
    fits(found);
    return found;
  } catch (error) {
    throw new StillroomError('bad-protocol', `${address}: ${(error as Error).message}`);
  }
}
