import { agenda } from '../session/index.js';
import type { Inside } from './inside.js';

/** An ended session left untouched makes room for the next, ms. */
const LEAVES_AFTER = 10 * 60_000;

/**
 * Writes what time has brought and says when it brings more.
 * @param typing ids of check-ins that hold something half typed
 * @returns called with ms since the last touch, returns ms until then, `null` when nothing is to come
 */
export function passing(
  { clock, keepPlace, ledger, music, shown, ours, note, sound }: Inside,
  typing: ReadonlySet<string>,
  leave: () => unknown,
) {
  return (untouched: number): number | null => {
    const { head } = ledger;
    if (!head || !ours()) return null;
    const leapt = clock.check();
    if (leapt) note([{ cause: 'device', ...leapt }]);
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
    if (head.status === 'ended' && untouched >= LEAVES_AFTER) {
      leave();
      return null;
    }
    return (Math.min(next?.t ?? Infinity, (shown.state.undoable?.until ?? Infinity) + head.pace) - t) / head.pace;
  };
}
