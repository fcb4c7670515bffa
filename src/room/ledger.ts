import {
  StillroomError,
  apply,
  decide,
  fold,
  placeOf,
  publicPart,
  staffAfter,
  stamp,
  type Commands,
  type Draft,
  type Entry,
  type Now,
  type Session,
} from '../session/index.js';
import type { Header, Journal } from '../store/index.js';

/** The row that `sessions()` lists for a session, kept beside its entries so that listing never reads them. */
export function headerOf(session: Session, entries: readonly Entry[]): Header {
  const code = entries.reduce<string | null>(
    (found, entry) =>
      (entry.type === 'prepared' || entry.type === 'changed' ? entry.private?.code : undefined) ??
      (entry.type === 'amended' && entry.data.of === 0
        ? (entry.private?.change?.code as string | undefined)
        : undefined) ??
      found,
    null,
  );
  return {
    session: session.id,
    status: session.status,
    rehearsal: session.pace !== 1,
    protocol: session.protocol.id,
    preparedAt: entries[0]?.at ?? 0,
    openedAt: session.openedAt?.at ?? null,
    endedAt: session.endedAt?.at ?? null,
    entries: entries.length,
    exportedAt: null,
    code,
  };
}

/**
 * One session's stream of entries and its two folds. The head is folded as soon as something is decided and drives the
 * sound; the record is folded once it is durable and drives everything that is shown. A stalled disk delays no fade.
 */
export class Ledger {
  head: Session | null = null;
  record: Session | null = null;
  entries: Entry[] = [];
  #journal: Journal;
  #onDurable: (entries: readonly Entry[]) => void;

  constructor(journal: Journal, onDurable: (entries: readonly Entry[]) => void) {
    this.#journal = journal;
    this.#onDurable = onDurable;
  }

  /** Takes up a journal as it was stored; an empty one leaves the room idle. */
  load(entries: readonly Entry[]): void {
    this.entries = [...entries];
    this.head = this.record = fold(entries.map(publicPart));
  }

  /**
   * Stamps what was decided and folds it into the head at once.
   * @param session id of a session that begins with these drafts
   * @returns settled once the entries are durable (or held in memory, where storage has failed)
   */
  append(drafts: readonly Draft[], now: Now, cmd?: string, session?: string): Promise<void> {
    if (!drafts.length) return Promise.resolve();
    if (session) this.load([]);
    const place = this.head ? placeOf(this.head) : { session: session ?? '', seq: 0, t: now.t };
    const stamped = stamp(drafts, place, now, cmd, staffAfter(this.entries));
    this.entries.push(...stamped);
    for (const entry of stamped) this.head = apply(this.head, publicPart(entry));
    const header = headerOf(this.head as Session, this.entries);
    return this.#journal.append(stamped, header, session).then(() => this.#settle(stamped));
  }

  #settle(stamped: readonly Entry[]): void {
    for (const entry of stamped) {
      // A session left meanwhile has no record to show.
      if (entry.seq === 0) this.record = null;
      if (this.record?.id === entry.session || entry.seq === 0) this.record = apply(this.record, publicPart(entry));
    }
    this.#onDurable(stamped);
  }
}

/**
 * A note added to a session that is not the room's current one.
 * @param at wall clock, ms since the epoch
 * @throws `unknown`
 */
export async function noteTo(
  journal: Journal,
  session: string,
  at: number,
  args: Commands['note'],
  cmd: string,
): Promise<void> {
  const entries = await journal.read(session);
  const folded = fold(entries.map(publicPart));
  if (!folded) throw new StillroomError('unknown', `There is no session “${session}” on this device.`);
  const { t, at: anchored } = folded.anchor;
  const now = { t: t + Math.max(0, at - anchored) * folded.pace, at };
  const stamped = stamp(decide(folded, 'note', args, now), placeOf(folded), now, cmd, staffAfter(entries));
  await journal.append(stamped, headerOf(folded, [...entries, ...stamped]));
}
