import type { Entry } from '../../session/index.js';
import { after } from '../after.js';
import { eventsOf, storageEvent } from '../events.js';
import type { Inside } from '../inside.js';
import { begins, missing, same } from '../told.js';
import type { Hears, Messages, News } from './messages.types.js';
import { createVersions } from './versions.js';

/** The owner tells a window what it lacks within so long, ms, unless it is frozen. */
const TELLS_WITHIN = 300;

/** Keeps a viewer where the owner is: it folds what the owner has written, and reads the disk only to catch up. */
export interface Follower {
  /** In the owner: tells the others what has changed. @param from number of the first entry they lack */
  tell(from?: number): void;
  /** In the owner: tells them a session that is not the current one and could not be stored whole. */
  tellLeft(entries: readonly Entry[]): void;
  /** What comes from now on waits until this window has read what is stored. */
  wait(): void;
  /** Asks for what is not stored yet, and folds what came meanwhile. Nothing is told of either. */
  catchUp(): Promise<void>;
  /** This window follows no longer. */
  stop(): void;
  /** Runs it when everything that came before it has been folded. */
  then(run: () => void): void;
  /** Posts it after everything that was told before it. */
  post(message: Partial<Messages>): void;
  readonly hears: Hears;
}

/**
 * @param onOwner called when another window has become the owner
 * @param onMissing called with what was shown here and is not in its journal
 */
export function createFollower(
  { name, version, claim, clock, journal, ledger, now, shown, sound, takeUp, tenure }: Inside,
  onOwner: () => void,
  onMissing: (lost: readonly Entry[]) => unknown,
): Follower {
  /** What came while this window was catching up; `null`: it is not. */
  let waiting: ((quietly?: true) => void)[] | null = [];
  let told = () => {};
  let sent = { session: null as string | null, seq: 0 };

  // Sealing takes its time; what is told keeps its order.
  let posting: Promise<unknown> = Promise.resolve();
  const post = (message: Partial<Messages> | Promise<Partial<Messages>>) => {
    posting = Promise.all([message, posting]).then(
      ([ready]) => claim.post(ready),
      () => {},
    );
  };

  const compare = createVersions(name, version);
  const standing = () => ({ session: ledger.record?.id ?? null, seq: ledger.record?.journal.length ?? 0 });
  const then = (run: (quietly?: true) => void) => {
    if (waiting) waiting.push(run);
    else run();
  };

  /** @returns what was new */
  const fold = ({ session, seq, entries, t, at, live, unsaved = {} }: News) => {
    // Before it is seen what was left now: its leaving itself may not be stored.
    if (live.storage === 'durable') ledger.left.clear();
    // All of it is told: what this window has otherwise, or beyond, it has from a former owner.
    const parted = session === standing().session && entries.length === seq && !begins(ledger.entries, entries);
    const known = parted ? ledger.entries : [];
    if (parted) ledger.load([]);
    const fresh = entries.filter((entry) => {
      if (!entry.seq && entry.session !== standing().session) ledger.leave();
      const { session, seq } = standing();
      return entry.seq === seq && (!seq || entry.session === session) && ledger.follow(entry);
    });
    if (session) ledger.left.delete(session);
    else ledger.leave();
    if (ledger.record) clock.resume({ t, at, pace: ledger.record.pace });
    Object.assign(shown.live, live);
    journal.unsaved = unsaved;
    void onMissing(missing(ledger.entries, known));
    return fresh.filter((entry) => !same(entry, known[entry.seq]));
  };

  const follow = (news: News, quietly?: true) => {
    const { storage } = shown.live;
    const fresh = fold(news);
    const { session, seq } = standing();
    if (news.session !== session || news.seq > seq) return void takeUp();
    if (quietly) return;
    sound();
    if (news.live.storage !== storage) shown.tell(storageEvent(news.live.storage));
    if (!fresh.length) return shown.refresh();
    shown.publish();
    for (const entry of fresh) shown.tell(eventsOf(entry, shown.state, ledger.record), entry.seq);
  };

  /** What the owner before has told last may come after its lock: where its disk failed it stands nowhere else. */
  const late = async (entries: readonly Entry[]) => {
    const [first] = entries;
    if (!first) return;
    if (first.session === ledger.head?.id) return onMissing(missing(ledger.entries, entries));
    try {
      await ledger.complete(entries, await journal.read(first.session, true));
    } catch {
      // The next window that takes the room may be able to write it.
      ledger.keep(entries);
    }
  };

  const follower: Follower = {
    tell(from) {
      if (!tenure.runs) return;
      const { session, seq } = standing();
      const { t, at } = now();
      const { unsaved } = journal;
      const news = { version, epoch: tenure.epoch, session, seq, t, at, live: { ...shown.live }, unsaved };
      const stored = journal.stored(ledger.entries.slice(from ?? (sent.session === session ? sent.seq : 0), seq));
      post(stored.then((entries) => ({ news: { ...news, entries } })));
      sent = { session, seq };
    },
    tellLeft(entries) {
      post(journal.stored(entries).then((left) => ({ left })));
    },
    post,
    wait() {
      waiting ??= [];
    },
    async catchUp() {
      const telling = new Promise<void>((resolve) => (told = resolve));
      // The whole: what this window has may be a former owner's.
      claim.post({ want: { session: null, seq: 0, version } });
      await Promise.race([telling, after(TELLS_WITHIN)]);
      follower.stop();
    },
    stop() {
      const came = waiting ?? [];
      waiting = null;
      for (const run of came) run(true);
    },
    then,
    hears: {
      news(news) {
        compare(news.version);
        const { epoch, runs } = tenure;
        // A former owner that has not noticed yet.
        if (news.epoch < epoch) return runs && news.live.storage !== 'durable' && late(news.entries);
        if (runs) return news.epoch > epoch && claim.lose();
        tenure.epoch = news.epoch;
        told();
        const anew = news.epoch > epoch && !waiting;
        if (anew) void takeUp();
        then((quietly) => (tenure.runs ? follower.hears.news!(news) : follow(news, quietly)));
        if (anew) onOwner();
      },
      want({ session, seq, version }) {
        compare(version);
        if (!tenure.runs) return;
        follower.tell(session === standing().session ? seq : 0);
        for (const each of ledger.left.values()) follower.tellLeft(each);
      },
      left: (entries) => then(() => void (tenure.runs ? late(entries) : ledger.keep(entries))),
    },
  };
  return follower;
}
