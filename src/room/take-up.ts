import type { Core } from './inside.js';
import type { Windows } from './windows/index.js';

/** A session found open after so long untouched is not resumed by itself, ms. */
const LEFT_OPEN = 6 * 3_600_000;

/** A session in which time brings something. */
export const running = (session: { status: string } | null) => /^(open|closing)$/.test(session?.status ?? '');

/**
 * Takes a room up from what is stored: the wall clock is trusted, the music waits at its place. For a reload, for a
 * window that follows another one or takes over from it, and for a disk that answers again.
 */
export const takingUp = (
  { claim, clock, journal, ledger, music, note, shown, sound, tenure }: Core,
  windows: () => Windows,
): (() => Promise<void>) => {
  const takeUp = async () => {
    const { role } = claim;
    const { turn, runs, why } = tenure;
    const owns = role === 'owner';
    const followed = shown.taken && !runs;
    // What is being written is not read yet.
    if (runs && ledger.head) return;
    if (!owns) journal.letGo();
    // Before it is read: from here on no other window writes.
    else if (!runs) tenure.epoch = await journal.take(tenure.epoch);
    const { session, entries, place, room } = await journal.load();
    if (turn !== tenure.turn) return;

    // A curtain is not opened by a reload.
    const drawn = entries.findLast(({ type }) => /^(un)?locked$/.test(type))?.type;
    if (!shown.taken && drawn === 'locked') journal.vault.lock();
    const before = ledger.head?.id;
    // Where the disk has failed, the owner that is gone has told more than it wrote.
    const lacks = owns && followed && (session ? session === before : journal.storage !== 'durable');
    const told = lacks ? ledger.entries.slice(entries.length) : [];
    ledger.load([...entries, ...told]);
    const { head } = ledger;
    const here = head && place?.session === head.id ? place : null;
    const last = here && here.t >= head!.t ? here : head?.journal.at(-1);
    if (head && head.id !== before) clock.resume({ ...last!, pace: head.pace });
    const { live } = shown;
    live.volume = head?.volume ?? room.volume ?? live.volume;
    live.leftOpen = running(head) && Date.now() - last!.at > LEFT_OPEN;
    music.setVolume(live.volume, 0);
    if (here?.track) music.resumeAt({ track: here.track, position: here.position });
    if (owns) {
      windows().stop();
      tenure.runs = true;
      tenure.why = 'gone';
      if (head && told.length) ledger.rewrite(entries.length).catch(() => claim.lose());
      // A page that has come back and finds the room free is like one that was loaded anew: no change to tell of.
      if (followed && running(head) && why !== 'back')
        note([
          { type: 'owner-changed', cause: why === 'gone' ? 'browser' : 'person', data: { epoch: tenure.epoch, why } },
        ]);
    } else {
      if (why === 'back') tenure.why = 'gone';
      await windows().catchUp();
      if (turn !== tenure.turn) return;
    }
    sound();
    shown.taken = true;
    shown.refresh(true);
    if (owns) windows().again();
  };
  let up = Promise.resolve();
  return () => {
    windows().wait();
    return (up = up.then(takeUp));
  };
};
