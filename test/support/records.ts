import type { Entry } from '../../src/session/types.js';
import type { Header } from '../../src/store/index.js';

/** An entry that says no more than which one it is. */
export const entry = (session: string, seq: number, more: object = {}): Entry =>
  ({
    session,
    seq,
    t: seq * 1000,
    at: 1_700_000_000_000 + seq * 1000,
    type: 'noted',
    cause: 'person',
    data: { kind: 'record' },
    private: { text: `${session} ${seq}` },
    ...more,
  }) as Entry;

export const entries = (session: string, from: number, to: number): Entry[] =>
  Array.from({ length: to - from }, (_, i) => entry(session, from + i));

export const header = (session: string, count: number, more: Partial<Header> = {}): Header => ({
  session,
  status: 'open',
  rehearsal: false,
  protocol: 'im',
  preparedAt: 1_700_000_000_000,
  openedAt: null,
  endedAt: null,
  entries: count,
  exportedAt: null,
  unexported: true,
  code: null,
  ...more,
});

export const seqs = (of: readonly Entry[]) => of.map(({ seq }) => seq);
