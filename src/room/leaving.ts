import type { Inside } from './inside.js';
import { onPage } from './page-events.js';

/**
 * A page that is hidden may never come back; one that is left may, as it was. While it is kept, it must not keep the room:
 * Chromium leaves a kept page its locks, for minutes, and windows that wait for them would wait in vain.
 * @returns stops listening
 */
export function leaving({ claim, journal, keepPlace, tenure }: Inside): () => void {
  let left = false;
  return onPage(({ type }) => {
    if (type === 'pagehide') {
      left = true;
      claim.leave();
    }
    if (type === 'pageshow' && left) {
      left = false;
      tenure.why = 'back';
      claim.comeBack();
    }
    if (!document.hidden) return;
    keepPlace();
    void journal.flush();
  });
}
