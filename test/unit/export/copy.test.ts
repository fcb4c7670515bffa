import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { copyOf, readCopy, unexported, type Part } from '../../../src/export/index.js';
import { fold, publicPart, stateOf, type Draft, type Entry } from '../../../src/session/index.js';
import { readPlaylist } from '../../../src/music/playlist/parse.js';
import { course, happen, protocol } from '../session/support/arbitraries.js';
import { courses } from '../session/support/courses.js';
import { live } from '../session/support/fixtures.js';
import { dosed, prepared, refusal } from '../session/support/simulate.js';

vi.setConfig({ testTimeout: 600_000 });
const numRuns = Number(process.env.FC_RUNS ?? 200);

const json = (entries: readonly Entry[], parts: Part = 'all') => copyOf(entries, 'json', parts).text;
const inPart = (entries: readonly Entry[], parts: Part) => JSON.parse(json(entries, parts)).entries as Entry[];

/** The copy with one thing done to it. */
const changed = (change: (file: any) => unknown, entries = courses.iv!().entries) => {
  const file = JSON.parse(json(entries));
  change(file);
  return JSON.stringify(file);
};
const refused = (text: string): { code: string; message: string } => {
  try {
    readCopy(text);
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('It was read.');
};

describe('a copy that is read again', () => {
  it('is the session it was made of, whatever happened in it', () => {
    fc.assert(
      fc.property(protocol, fc.constantFrom(1, 60, 600), course, (plan, pace, steps) => {
        const sim = prepared(plan, pace).catchUp();
        for (const step of steps)
          // In a room another session would begin, with a journal of its own.
          if (!('do' in step && step.do === 'prepare' && sim.session!.status === 'ended')) happen(sim, step);
        const { session, entries } = readCopy(json(sim.entries));
        expect(session).toBe(sim.session!.id);
        expect(entries).toEqual(sim.entries);
        expect(fold(entries.map(publicPart))).toEqual(sim.session);
        expect(stateOf(fold(entries.map(publicPart)), live, sim.now)).toEqual(sim.state);
      }),
      { numRuns },
    );
  });

  it.each(Object.keys(courses))('keeps every letter of a whole session (%s)', (name) => {
    const { entries } = courses[name]!();
    expect(json(readCopy(json(entries)).entries)).toBe(json(entries));
  });

  it('takes the longest location that a list may hold, which as an address is twelve times as long', () => {
    const { playlist } = readPlaylist({ playlist: { track: [{ location: '😀'.repeat(4000) }] } }, 'https://x.test/a');
    const text = changed(({ entries }) => (entries[0].data.playlist = playlist));
    expect(readCopy(text).entries[0]!.data).toMatchObject({ playlist });
  });

  it('keeps types and members that only a newer version knows', () => {
    const text = changed(({ entries }) => {
      entries.push({
        ...entries.at(-1),
        seq: entries.length,
        type: 'moon-rose',
        data: { over: { what: [1] } },
        private: { hue: 7 },
      });
      entries[1].data.later = 'more';
      entries[1].colour = 'blue';
    });
    const { entries } = readCopy(text);
    expect(entries.at(-1)).toMatchObject({ type: 'moon-rose', data: { over: { what: [1] } }, private: { hue: 7 } });
    expect(entries[1]).toMatchObject({ colour: 'blue', data: { later: 'more' } });
  });
});

describe('a file that is no copy of a whole session', () => {
  it.each<[string, (file: any) => unknown, RegExp]>([
    ['another program’s', (file) => (file.format = 'x'), /no session that Stillroom exported/],
    ['a newer version’s', (file) => (file.schema = 2), /newer version/],
    ['of no version', (file) => delete file.schema, /schema should be/],
    ['a copy of a part', (file) => (file.parts = 'chart'), /only a part of the session \(parts: chart\)/],
    ['of no part', (file) => (file.parts = 'some'), /parts should be chart or notes or all/],
    ['with a hole', ({ entries }) => entries.splice(5, 1), /entries\[5\]\.seq should be 5/],
    ['with a double', ({ entries }) => entries.splice(5, 0, entries[5]), /entries\[6\]\.seq should be 6/],
    ['out of order', ({ entries }) => entries.reverse(), /entries\[0\]\.seq should be 0/],
    ['of two sessions', ({ entries }) => (entries[7].session = 'other'), /entries\[7\]\.session should be s\./],
    [
      'without its beginning',
      ({ entries }) => (entries[0].type = 'moon-rose'),
      /entries\[0\]\.type should be prepared/,
    ],
    ['that runs backwards', ({ entries }) => (entries[9].t = 0), /entries\[9\]\.t should be no less than/],
    ['without a date', ({ entries }) => (entries[4].at = '2026-01-01'), /entries\[4\]\.at should be 0 to/],
    [
      'with a fact that lacks',
      ({ entries }) => delete entries.find(({ type }: any) => type === 'dosed').data.t,
      /\.data\.t should be/,
    ],
    [
      'with an answer that is none',
      ({ entries }) => (entries.find(({ private: p }: any) => p?.answer).private.answer = { systolic: 'high' }),
      /private\.answer should be the answer/,
    ],
    [
      'with typed words that are a number',
      ({ entries }) => (entries[0].private.code = 7),
      /entries\[0\]\.private\.code should be text/,
    ],
    [
      'of a protocol that is none',
      ({ entries }) => (entries[0].data.protocol.phases[1].minutes = 'long'),
      /entries\[0\]\.data\.protocol: phases\[1\]\.minutes/,
    ],
    [
      'of a protocol as text',
      ({ entries }) => (entries[0].data.protocol = JSON.stringify(entries[0].data.protocol)),
      /protocol/,
    ],
    [
      'with an address that is followed nowhere',
      ({ entries }) => (entries[0].data.playlist.tracks[0].location = ['javascript:alert(1)']),
      /location\[0\] should be an address/,
    ],
    [
      'that tells of a dose that there is not',
      ({ entries }) => (entries.find(({ type }: any) => type === 'dosed').type = 'moon-rose'),
      /entries\[\d+\] should be something that can follow/,
    ],
    ['with what was sealed', ({ entries }) => (entries[3].sealed = 'x'), /entries\[3\]\.sealed should be absent/],
    ['without entries', (file) => (file.entries = []), /entries should be a list/],
    ['that names itself all of them', (file) => (file.session = 'all'), /session should be 1 to 64 .* not “all”/],
    ['that names itself like a folder', (file) => (file.session = '../x'), /session should be 1 to 64/],
  ])('(%s) is refused, and said where', (_, change, where) => {
    const { code, message } = refused(changed(change));
    expect([code, message]).toEqual(['bad-import', expect.stringMatching(where)]);
    expect(message).toMatch(/^This file cannot be imported: /);
  });

  it.each([
    ['cut off', json(courses.iv!().entries).slice(0, -40)],
    ['empty', ''],
    ['a picture', '\u0089PNG\r\n'],
    ['a list of nothing', '[]'],
  ])('(%s) is refused', (_, text) => {
    expect(refused(text).code).toBe('bad-import');
  });
});

describe('what stands in a part', () => {
  const sim = () =>
    prepared()
      .do('prepare', { code: 'K7', intention: 'sec-intention', touch: 'hand', staff: 'AB' } as never)
      .do('open')
      .until(2)
      .do('dose', { amount: '60 mg', route: 'im', note: 'left side' })
      .until(10)
      .do('mark', 'sec-mark', { kind: 'tears' })
      .do('note', 'asked for water')
      .do('note', 'sec-process', { kind: 'process' })
      .do('given', { what: 'ondansetron', amount: '4 mg' })
      .do('record', 'vitals', { systolic: 121, diastolic: 79 })
      .until(30);
  const types = (entries: readonly Entry[]) => new Set(entries.map(({ type }) => type));

  it('for the chart: doses, medicines, vitals, notes for the record and times', () => {
    const text = json(sim().entries, 'chart');
    for (const each of ['K7', '60 mg', 'left side', 'ondansetron', '121', 'asked for water', 'hand'])
      expect(text).toContain(each);
    expect(inPart(sim().entries, 'chart').map(({ t }) => t)).toContain(2 * 60_000);
  });

  it('for the chart: nothing of a process note, a mark or the intention, nor that there is one', () => {
    const { entries } = sim();
    expect(json(entries, 'chart')).not.toMatch(/sec-|process|tears/);
    for (const type of ['marked', 'track-started'] as const)
      expect(types(inPart(entries, 'chart'))).not.toContain(type);
  });

  it('for the chart: a note is what it was corrected to be', () => {
    const one = sim();
    const [water, process] = one.of('noted').map(({ seq }) => seq);
    one.do('amend', water!, { kind: 'process' }, 'sec-why').do('amend', process!, { kind: 'record' });
    expect(json(one.entries, 'chart')).not.toMatch(/asked for water|sec-why/);
    expect(json(one.entries, 'chart')).toContain('sec-process');
    one.do('amend', water!, { kind: 'record' });
    expect(json(one.entries, 'chart')).toContain('asked for water');
  });

  it('for notes: every note, mark and the intention; of doses only when they were', () => {
    const text = json(sim().entries, 'notes');
    for (const each of ['sec-intention', 'sec-mark', 'tears', 'sec-process', 'asked for water'])
      expect(text).toContain(each);
    expect(text).not.toMatch(/60 mg|left side|ondansetron|121/);
    expect(types(inPart(sim().entries, 'notes'))).toContain('dosed');
  });

  it('a correction goes with what it corrects, and says no more than that', () => {
    const one = sim();
    const seq = (type: Entry['type'], nth = 0) => one.entries.filter((each) => each.type === type)[nth]!.seq;
    one.do('amend', seq('noted', 1), { text: 'sec-better' }, 'sec-why');
    one.do('amend', seq('dosed'), { ago: 60, amount: '50 mg' }, 'misread');
    one.do('amend', seq('marked'), null);
    one.do('amend', one.entries[0]!.seq, { intention: 'sec-other', code: 'K8' });
    expect(json(one.entries, 'chart')).not.toContain('sec-');
    expect(json(one.entries, 'chart')).toMatch(/misread[^]*50 mg[^]*K8/);
    expect(json(one.entries, 'notes')).toMatch(/sec-why[^]*sec-better[^]*sec-other/);
    expect(json(one.entries, 'notes')).not.toMatch(/50 mg|misread/);
    const [amended] = inPart(one.entries, 'notes').filter(
      ({ type, data }) => type === 'amended' && data.of === seq('dosed'),
    );
    expect(amended!.data).toMatchObject({ t: 29 * 60_000 });
  });

  it('together there is everything that anybody typed', () => {
    fc.assert(
      fc.property(protocol, course, (plan, steps) => {
        const one = prepared(plan).catchUp();
        for (const step of steps) happen(one, step);
        const both = json(one.entries, 'chart') + json(one.entries, 'notes');
        const all = json(one.entries).match(/sec-\w+-ret/g) ?? [];
        expect(all.filter((each) => !both.includes(each))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('is refused by the name of what there is', () => {
    const { entries } = sim();
    expect(refusal(() => copyOf(entries, 'pdf', 'all'))).toBe('bad-value');
    expect(() => copyOf(entries, 'csv', 'all')).toThrow('format should be json.');
    expect(() => copyOf(entries, 'constructor', 'all')).toThrow('format should be json.');
    expect(() => copyOf(entries, 'json', 'doses')).toThrow('parts should be chart or notes or all.');
  });
});

describe('whether everything has left the device', () => {
  const exported = (parts: Part): Draft => ({ type: 'exported', cause: 'person', data: { format: 'json', parts } });
  const sim = () => dosed().do('note', 'x');

  it.each<[string, Draft[], boolean]>([
    ['never exported', [], true],
    ['exported whole', [exported('all')], false],
    ['the chart alone', [exported('chart')], true],
    ['one part after the other', [exported('notes'), exported('chart')], false],
    ['one part twice', [exported('notes'), exported('notes')], true],
  ])('%s', (_, drafts, left) => {
    expect(unexported(sim().write(drafts).entries)).toBe(left);
  });

  it('is no longer so after another note, but after a fade that ends by itself', () => {
    const one = sim().write([exported('all')]);
    one.write([{ type: 'track-ended', cause: 'device', data: { track: 'one', position: 3, why: 'close' } }]);
    expect(unexported(one.entries)).toBe(false);
    expect(unexported(one.do('note', 'one more').entries)).toBe(true);
  });
});
