import {
  apply,
  fold,
  placeOf,
  publicPart,
  staffAfter,
  stamp,
  typed,
  type Draft,
  type Entry,
  type Now,
  type Session,
} from '../session/index.js';
import { unexported } from '../export/index.js';
import type { Header, Journal } from '../store/index.js';
import { beyond } from './told.js';

/**
 * One session's stream of entries and its two folds. The head is folded as soon as something is decided and drives the
 * sound; the record is folded once it is durable and drives everything that is shown. A stalled disk delays no fade.
 */
export interface Ledger {
  head: Session | null;
  record: Session | null;
  entries: Entry[];
  /**
   * Sessions that were left, or added to afterwards, by their ids: where the disk fails it may still call one of them the
   * room's, and the only whole copy may be here. None, once everything is written.
   */
  readonly left: Map<string, readonly Entry[]>;
  /** Ids of sessions that were erased, as this window knows: whatever else it was told of them, nothing is written again. */
  readonly erased: Set<string>;
  /** Takes up a journal as it was stored; an empty one leaves the room idle. */
  load(entries: readonly Entry[]): void;
  /** The session is over and left: the room is idle, or goes on to another. */
  leave(): void;
  /** That one was left is stored, and all of it. */
  stored(session: string | undefined): void;
  /** A copy of a session that is not, or no longer, the current one. */
  keep(entries: readonly Entry[]): void;
  /** No copy is kept of what was erased. @param session or `all` */
  forget(session: string): void;
  /** Writes what another session than the current one was told to have beyond what is stored of it. */
  complete(entries: readonly Entry[], stored: readonly Entry[]): Promise<void>;
  /** Takes one more that another window has written, as leniently as that read it. */
  follow(entry: Entry): Session | null;
  /** Writes again what another window told but could not write. @param from its first number */
  rewrite(from: number): Promise<void>;
  /**
   * Stamps what was decided and folds it into the head at once.
   * @param session id of a session that begins with these drafts
   * @returns settled once the entries are durable (or held in memory, where storage has failed)
   */
  append(drafts: readonly Draft[], now: Now, cmd?: string, session?: string): Promise<void>;
}

/** The row that `sessions()` lists for a session, kept beside its entries so that listing never reads them. */
export const headerOf = (
  { id, status, pace, protocol, openedAt, endedAt }: Session,
  entries: readonly Entry[],
): Header => ({
  session: id,
  status,
  rehearsal: pace !== 1,
  protocol: protocol.id,
  preparedAt: entries[0]!.at,
  openedAt: openedAt && openedAt.at,
  endedAt: endedAt && endedAt.at,
  entries: entries.length,
  exportedAt: entries.findLast(({ type }) => type === 'exported')?.at ?? null,
  unexported: unexported(entries),
  // What is sealed may tell one that is not known here.
  code: typed(entries).code ?? (entries.some(({ sealed }) => sealed) ? undefined : null),
});

/** @param onDurable called with entries that have just become durable, already in the record */
export function openLedger(journal: Journal, onDurable: (entries: readonly Entry[]) => void): Ledger {
  const ledger: Ledger = {
    head: null,
    record: null,
    entries: [],
    left: new Map(),
    erased: new Set(),
    load(entries) {
      ledger.entries = [...entries];
      ledger.head = ledger.record = fold(entries.map(publicPart), () => {});
    },
    leave() {
      if (ledger.head) ledger.keep(ledger.entries);
      ledger.load([]);
    },
    keep(entries) {
      const { session } = entries[0]!;
      if (!ledger.erased.has(session)) ledger.left.set(session, entries);
    },
    stored(session) {
      if (session && journal.storage === 'durable') ledger.left.delete(session);
    },
    forget(session) {
      if (session === 'all') ledger.left.clear();
      ledger.left.delete(session);
      ledger.erased.add(session);
    },
    async complete(entries, stored) {
      const rest = beyond(stored, entries);
      if (!rest[0] || ledger.erased.has(rest[0].session)) return;
      const session = fold(entries.map(publicPart), () => {});
      if (session) await journal.append(rest, headerOf(session, entries));
    },
    follow(entry) {
      ledger.entries.push(entry);
      try {
        ledger.head = ledger.record = apply(ledger.record, publicPart(entry));
      } catch {
        ledger.load(ledger.entries);
      }
      return ledger.head;
    },
    rewrite: (from) =>
      journal.append(ledger.entries.slice(from), headerOf(ledger.head!, ledger.entries), ledger.head!.id),
    async append(drafts, now, cmd, session) {
      if (!drafts.length) return;
      const before = session && ledger.head?.id;
      if (session) ledger.leave();
      const { head, entries } = ledger;
      const stamped = stamp(
        drafts,
        head ? placeOf(head) : { session: session!, seq: 0, t: now.t },
        now,
        cmd,
        staffAfter(entries),
      );
      // Folded first: what cannot be is nowhere then.
      ledger.head = stamped.reduce((session, entry) => apply(session, publicPart(entry)), ledger.head);
      entries.push(...stamped);
      await journal.append(stamped, headerOf(ledger.head!, entries), session);
      ledger.stored(before);
      for (const entry of stamped) {
        const { record } = ledger;
        // A session left meanwhile has no record to show; one that was read anew may have it all.
        if (entry.seq === (record?.id === entry.session ? record.journal.length : 0))
          ledger.record = apply(entry.seq ? record : null, publicPart(entry));
      }
      onDurable(stamped);
    },
  };
  return ledger;
}
