/** What lock screens, televisions and headsets show: nothing of a patient, a drug or a track. */
const TITLE = 'Stillroom';

/**
 * The browser's Media Session, taken only while there is something to steer, so that a page keeps its own until then and
 * has it back afterwards. Only `play`, `pause` and `stop` are answered: a stray button skips nothing, and a page that wants
 * next or previous sets those handlers itself, which are never touched here.
 */
export function createMediaSession(play: () => void, pause: () => void) {
  const session = globalThis.navigator?.mediaSession as MediaSession | undefined;
  let held = false;
  let theirs: MediaMetadata | null = null;

  const handle = (action: MediaSessionAction, handler: (() => void) | null) => {
    try {
      session!.setActionHandler(action, handler);
    } catch {
      // An action this browser does not know.
    }
  };

  return {
    /** @param state `none` gives it back */
    show(state: MediaSessionPlaybackState): void {
      const holds = state !== 'none';
      if (!session || (!held && !holds)) return;
      if (held !== holds) {
        held = holds;
        if (holds) theirs = session.metadata;
        session.metadata = holds ? new MediaMetadata({ title: TITLE }) : theirs;
        handle('play', holds ? play : null);
        handle('pause', holds ? pause : null);
        handle('stop', holds ? pause : null);
      }
      session.playbackState = state;
    },
  };
}
