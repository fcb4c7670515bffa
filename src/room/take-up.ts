import type { Entry, Session } from '../session/index.js';
import { staysHidden } from './curtain.js';
import { keysDamaged } from './events.js';
import type { Core } from './inside.js';
import { begins, beyond, missing, tellsMore } from './told.js';
import type { Windows } from './windows/index.js';

/** A session found open after so long untouched is not resumed by itself, ms. */
export const LEFT_OPEN = 6 * 3_600_000;

/** A session in which time brings something. */
export const running = (session: { status: string } | null) => /^(open|closing)$/.test(session?.status ?? '');

/** When a person last did something in a session, ms since the epoch. Time, music and a device that wakes go on without one. */
const touchedAt = ({ journal }: Session) =>
  Math.max(...journal.flatMap(({ cause, at }) => (cause === 'person' ? at : [])), journal[0]!.at);

/**
 * Takes a room up from what is stored: the wall clock is trusted, the music waits at its place. For a reload, for a
 * window that follows another one or takes over from it, and for a disk that answers again.
 */
export const takingUp = (
  { claim, clock, journal, ledger, music, name, note, shown, sound, tenure }: Core,
  windows: () => Windows,
): (() => Promise<void>) => {
  const takeUp = async () => {
    const { role } = claim;
    const { turn, runs, why } = tenure;
    const owns = role === 'owner';
    const followed = shown.taken && !runs;
    // What is being written is not read yet; nor does anything come of a disk that does not answer.
    if (runs && (ledger.head || journal.storage !== 'durable')) return windows().stop();
    /** Another window has the room meanwhile; or a session has begun in this one, and what was read is older. */
    const outdated = () => {
      const begun = runs && !!ledger.head;
      if (begun && turn === tenure.turn) windows().stop();
      return begun || turn !== tenure.turn;
    };
    const { keys, key } = journal.vault;
    if (!owns) journal.letGo();
    // Before it is read: from here on no other window writes.
    else if (!runs) tenure.epoch = await journal.take(tenure.epoch);
    const { session, entries, place, room, empty, unread } = await journal.load(followed);
    if (outdated()) return;

    // Nor by going back to a page that was left.
    const anew = !shown.taken || why === 'back';
    if (anew && staysHidden(name, room, entries)) journal.vault.lock();
    if (anew && journal.vault.damaged) shown.tell(keysDamaged);
    const before = ledger.head?.id;
    // Where the disk has failed, more was told than written: by the owner before, or by this window as long as it was that.
    const told = followed ? ledger.entries.slice(0, ledger.record?.journal.length ?? 0) : [];
    const [first] = told;
    const there =
      !first || first.session === session
        ? entries
        : await journal.read(first.session, followed).catch((): Entry[] => []);
    // Stored once, it is missing because it was erased, or somebody deleted the database under it. A page that has come
    // back does not know what became of it.
    const runsOn = empty && running(ledger.head) && why !== 'back';
    const failed = shown.live.storage !== 'durable' || journal.storage !== 'durable';
    const held = runsOn || failed;
    const left = owns && followed && failed ? [...ledger.left.values()] : [];
    const written = await Promise.all(
      left.map(([first]) => journal.read(first!.session, followed).catch((): Entry[] => [])),
    );
    if (outdated()) return;
    // The disk calls it the current one; that it was left, and maybe its end, is known here alone.
    const over = ledger.left.get(session!);
    const stale = !!over && begins(entries, over);
    const stored = stale ? [] : unread ? there : entries;
    const { erased } = ledger;
    const more =
      first && !erased.has(first.session) && tellsMore({ stored, told, there, held }) ? beyond(there, told) : [];
    ledger.load(more[0] ? [...there, ...more] : stored);
    const { head } = ledger;
    const here = head && place?.session === head.id ? place : null;
    const last = here && here.t >= head!.t ? here : head?.journal.at(-1);
    if (head && head.id !== before) clock.resume({ ...last!, pace: head.pace });
    const { live } = shown;
    live.volume = head?.volume ?? room.volume ?? live.volume;
    live.leftOpen = running(head) && Date.now() - touchedAt(head!) > LEFT_OPEN;
    music.setVolume(live.volume, 0);
    if (here?.track) music.resumeAt({ track: here.track, position: here.position });
    if (owns) {
      tenure.runs = true;
      windows().stop();
      tenure.why = 'gone';
      const refused = () => claim.lose();
      // With the database went what seals it: before anything is written.
      if (runsOn && more[0] && keys) journal.setKeys([keys, key]).catch(refused);
      for (const [i, each] of left.entries()) ledger.complete(each, written[i]!).catch(refused);
      if (head && more[0]) ledger.rewrite(more[0].seq).catch(refused);
      // Of one that was erased the disk may still say that it is the room's.
      else if (stale || (session && !entries[0])) journal.setCurrent(null).catch(refused);
      // A page that has come back and finds the room free is like one that was loaded anew: no change to tell of.
      if (followed && running(head) && why !== 'back')
        note([
          { type: 'owner-changed', cause: why === 'gone' ? 'browser' : 'person', data: { epoch: tenure.epoch, why } },
        ]);
    } else {
      if (why === 'back') tenure.why = 'gone';
      await windows().catchUp();
      if (turn !== tenure.turn) return;
      if (anew && journal.unsaved.locked) journal.vault.lock();
    }
    sound();
    shown.taken = true;
    shown.refresh(true);
    if (owns) windows().again();
    if (first && first.session === ledger.head?.id) windows().keep(missing(ledger.entries, told));
  };
  let up = Promise.resolve();
  return () => {
    windows().wait();
    // What once went wrong is no reason never to try again.
    return (up = up.then(takeUp, takeUp));
  };
};
