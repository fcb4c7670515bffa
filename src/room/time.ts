import { agenda, type Session } from '../session/index.js';
import type { ClockEvent } from './clock.js';
import type { Inside } from './inside.js';
import { LEFT_OPEN, running } from './take-up.js';
import type { Untouched } from './untouched.js';

/** An ended session left untouched, in any window, makes room for the next, ms. */
const LEAVES_AFTER = 10 * 60_000;

/** Of the device, ms. */
const sleepOf = ({ data }: ClockEvent & { type: 'slept' }, { pace }: Session) => (data.to - data.from) / pace;

/** By how much the wall clock was set, ms. A leap of which it is not certain that the device slept counts as that. */
const stepOf = (leapt: ClockEvent, head: Session) =>
  leapt.type === 'clock-stepped' ? leapt.data.by : leapt.data.certain ? 0 : sleepOf(leapt, head);

/**
 * Writes what time has brought and says when it brings more.
 * @param typing ids of check-ins that hold something half typed
 * @param untouched how long nobody has touched the room
 * @returns called for ms until then, `null` when nothing is to come
 */
export function passing(
  { clock, keepPlace, ledger, music, shown, ours, note, sound }: Inside,
  typing: ReadonlySet<string>,
  untouched: Untouched,
  leave: () => unknown,
) {
  /** A sleep through which the session was left open, and the entries there were. */
  let overslept: { leapt: ClockEvent; entries: unknown } | null = null;

  return (): number | null => {
    const { head } = ledger;
    if (!head || !ours()) return null;
    // It is journalled once a person goes on with the session, unless another window has seen to that.
    if (overslept?.entries === head.journal) note([{ cause: 'device', ...overslept.leapt }]);
    overslept = null;
    const leapt = clock.check();
    // A lid that was shut on an open session is opened another day: nothing sounds, nothing private is shown.
    if (running(head) && leapt?.type === 'slept' && leapt.data.certain && sleepOf(leapt, head) > LEFT_OPEN) {
      overslept = { leapt, entries: head.journal };
      shown.live.leftOpen = true;
      const { track, position } = music.heard;
      if (track) music.resumeAt({ track, position });
      sound();
      shown.refresh(true);
      return null;
    }
    if (leapt) {
      note([{ cause: 'device', ...leapt }]);
      untouched.stepped(stepOf(leapt, head));
    }
    // The loudspeaker goes on in mid-swell when a device wakes: it comes back from nothing.
    if (leapt?.type === 'slept' && leapt.data.certain) music.dip();
    const due = () => agenda(ledger.head!, clock.now(), typing);
    let next = due();
    for (; next && next.t <= clock.now(); next = due()) note(next.drafts);
    if (ledger.head !== head) sound();
    const t = clock.now();
    const { undoable } = shown.state;
    if (undoable && undoable.until < t) shown.refresh(true);
    keepPlace(true);
    if (head.status === 'ended' && untouched.ms >= LEAVES_AFTER) {
      leave();
      return null;
    }
    return (Math.min(next?.t ?? Infinity, (shown.state.undoable?.until ?? Infinity) + head.pace) - t) / head.pace;
  };
}
