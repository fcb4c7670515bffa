import type { Inside } from './inside.js';

/** A session found open after so long untouched is not resumed by itself, ms. */
const LEFT_OPEN = 6 * 3_600_000;

/** A session in which time brings something. */
export const running = (session: { status: string } | null) => /^(open|closing)$/.test(session?.status ?? '');

/**
 * Takes a room up from what is stored: the wall clock is trusted, the music waits at its place. For a reload, for a
 * window that follows another one, and for a disk that answers again.
 */
export const takingUp =
  ({ clock, journal, ledger, music, shown, sound }: Inside) =>
  async (): Promise<void> => {
    const { entries, place, room } = await journal.load();
    const before = ledger.head?.id;
    ledger.load(entries);
    const { head } = ledger;
    const here = head && place?.session === head.id ? place : null;
    const last = here && here.t >= head!.t ? here : head?.journal.at(-1);
    if (head && head.id !== before) clock.resume({ ...last!, pace: head.pace });
    const { live } = shown;
    live.volume = head?.volume ?? room.volume ?? live.volume;
    live.leftOpen = running(head) && Date.now() - last!.at > LEFT_OPEN;
    music.setVolume(live.volume, 0);
    if (here?.track) music.resumeAt({ track: here.track, position: here.position });
    sound();
    shown.taken = true;
    shown.refresh(true);
  };
