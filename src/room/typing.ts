import { onPage } from './page-events.js';
import type { Messages } from './windows/messages.types.js';

/** Which check-ins hold something half typed, in whatever window of the room: they do not lapse. */
export interface Typing {
  readonly ids: ReadonlySet<string>;
  /** In this window. */
  hold(id: string, held: boolean): void;
  /** In another. */
  hear(typing: Messages['typing']): void;
  stop(): void;
}

/**
 * Every window knows, since any may run the room next. What a window that dies has said stands until it is answered.
 * @param post tells the other windows
 */
export function createTyping(post: (message: Pick<Messages, 'typing'>) => void, changed: () => void): Typing {
  const ids = new Set<string>();
  const here = new Set<string>();
  const set = (id: string, held: boolean) => {
    ids[held ? 'add' : 'delete'](id);
    changed();
  };
  const tell = (id: string, held: boolean) => post({ typing: { id, held } });
  // Nothing can be finished in a page that is left; one that comes back has it still.
  const unlisten = onPage(({ type }) => {
    if (/^page/.test(type)) for (const id of here) tell(id, type === 'pageshow');
  });
  return {
    ids,
    hold(id, held) {
      here[held ? 'add' : 'delete'](id);
      tell(id, held);
      set(id, held);
    },
    hear({ id, held }) {
      // This window's own counts for itself.
      set(id, held || here.has(id));
    },
    stop() {
      unlisten();
      for (const id of here) tell(id, false);
    },
  };
}
