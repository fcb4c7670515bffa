import type { Core } from './inside.js';
import { running } from './take-up.js';

/** The place in the music is kept this often, ms. */
const KEPT = 2000;

/** Keeps the place in the music while a session runs, and tells the other windows of it. @returns `often`: only if it is time */
export function keepingPlace({ journal, ledger, now, ours, shown }: Core) {
  let kept = 0;
  return (often?: true) => {
    const { head } = ledger;
    if (!ours() || !running(head) || (often && performance.now() - kept < KEPT - 50)) return;
    kept = performance.now();
    const { t, at, heard } = now();
    journal.keepPlace({ session: head!.id, ...heard!, t, at });
    shown.publish();
  };
}
