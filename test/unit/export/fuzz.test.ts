import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import protocolSchema from '../../../playlists/protocol.schema.json';
import sessionSchema from '../../../playlists/session.schema.json';
import { copyOf, readCopy, type Part } from '../../../src/export/index.js';
import { StillroomError, fold, publicPart, stateOf, type Entry } from '../../../src/session/index.js';
import { asText, odd, spoil, spoilt, spoiltText } from '../../support/spoil.js';
import { courses } from '../session/support/courses.js';
import { live } from '../session/support/fixtures.js';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
ajv.addSchema(protocolSchema);
const isSession = ajv.compile(sessionSchema);

const text = (entries: readonly Entry[], parts: Part = 'all') => copyOf(entries, 'json', parts).text;
const journals = Object.values(courses).map((course) => course().entries);
const files = journals.map((entries) => JSON.parse(text(entries)));
/** Short enough to be spoilt ten thousand times. */
const shorts = journals.map((entries) => JSON.parse(text(entries.slice(0, 24))));

describe('the schema of sessions', () => {
  it.each(['all', 'chart', 'notes'] as const)('describes what is exported (%s)', (parts) => {
    for (const entries of journals)
      expect(isSession(JSON.parse(text(entries, parts))), ajv.errorsText(isSession.errors)).toBe(true);
  });
});

describe('whatever comes from outside as a copy', { timeout: 300_000 }, () => {
  it('is a session that can be shown, or a StillroomError; the schema agrees', () => {
    const seen = { read: 0, refused: 0 };
    const disagreements: string[] = [];
    const file = fc
      .tuple(fc.constantFrom(...shorts), fc.array(spoil, { minLength: 1, maxLength: 3 }))
      .map(([valid, spoils]) => asText(spoilt(valid, spoils)));
    const any = fc.oneof(
      { weight: 6, arbitrary: file },
      { weight: 2, arbitrary: spoiltText(fc.constantFrom(...shorts.map((each) => JSON.stringify(each)))) },
      { weight: 1, arbitrary: odd.map(asText) },
    );
    fc.assert(
      fc.property(any, (given) => {
        let entries: Entry[];
        try {
          ({ entries } = readCopy(given));
          seen.read++;
        } catch (error) {
          seen.refused++;
          expect(error).toBeInstanceOf(StillroomError);
          expect((error as StillroomError).code).toBe('bad-import');
          expect((error as StillroomError).message.length).toBeLessThan(1000);
          return;
        }
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i));
        stateOf(fold(entries.map(publicPart)), live, { t: 0, at: 0 });
        // What was read is what would be written: nothing is lost on the way.
        expect(readCopy(text(entries)).entries).toEqual(entries);
        if (!isSession(JSON.parse(given.replace(/^\ufeff/, '')))) disagreements.push(ajv.errorsText(isSession.errors));
      }),
      { numRuns: 10_000 },
    );
    expect(disagreements).toEqual([]);
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(300);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('is refused where the schema refuses it, and the other way round but for what a schema cannot say', () => {
    const disagreements: string[] = [];
    let refused = 0;
    const types = new Set<string>();
    for (const valid of files)
      for (const each of spoiltEntries(valid, types)) {
        let refusal = '';
        try {
          readCopy(JSON.stringify(each));
        } catch (error) {
          refusal = (error as Error).message;
          refused++;
        }
        if (
          /no less than|can follow|\.session should|\.seq should|type should be prepared|unique|id of a phase/.test(
            refusal,
          )
        )
          continue;
        if (isSession(each) !== !refusal)
          disagreements.push(`${refusal || 'read'} | ${ajv.errorsText(isSession.errors)}`);
      }
    expect([...new Set(disagreements)]).toEqual([]);
    expect(refused).toBeGreaterThan(1000);
  });
});

/** One entry of each type, every member of which is set to something else, or left out. */
function* spoiltEntries(file: { entries: any[] }, types: Set<string>): Generator<unknown> {
  for (const [i, entry] of file.entries.entries()) {
    if (types.has(entry.type)) continue;
    types.add(entry.type);
    const put = (name: string, value: unknown) => ({
      ...file,
      entries: [...file.entries.slice(0, i), { ...entry, [name]: value }],
    });
    for (const name of ['t', 'at', 'type', 'cause', 'data', 'cmd', 'private'])
      for (const value of [undefined, null, 'x', '', -1, [], {}, true]) yield put(name, value);
    for (const part of ['data', 'private'])
      for (const name of Object.keys(entry[part] ?? {}))
        for (const value of [undefined, null, 'x', '', -1, 3, 1.5, 1e20, [], {}, true, false])
          yield put(part, { ...entry[part], [name]: value });
  }
}
