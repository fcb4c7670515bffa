import { putSign, signGone } from '../store/index.js';
import { randomId } from './ids.js';
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
 * Every window knows, since any may run the room next. A window that dies takes with it what it held; without locks
 * (insecure origins) nobody learns of that, and it stands until it is answered.
 * @param post tells the other windows
 */
export function createTyping(
  room: string,
  post: (message: Pick<Messages, 'typing'>) => void,
  changed: () => void,
): Typing {
  const by = `stillroom:${room} typing ${randomId()}`;
  const here = new Set<string>();
  /** By the window that holds them. */
  const all = new Map([[by, here]]);
  const ids = new Set<string>();
  let sign: Promise<() => void> | null = null;

  const change = () => {
    ids.clear();
    for (const held of all.values()) for (const id of held) ids.add(id);
    changed();
  };
  const set = (held: Set<string>, id: string, holds: boolean) => {
    held[holds ? 'add' : 'delete'](id);
    change();
  };
  /** The sign is up before anybody looks for it. */
  const tell = async (id: string, held: boolean) => {
    await (sign ??= putSign(by));
    post({ typing: { id, held, by } });
  };
  const quit = () => {
    for (const id of here) void tell(id, false);
    void sign?.then((takeDown) => takeDown());
    sign = null;
  };
  // Nothing can be finished in a page that is left; one that comes back has it still.
  const unlisten = onPage(({ type }) => {
    if (type === 'pagehide') quit();
    if (type === 'pageshow') for (const id of here) void tell(id, true);
  });
  const windowOf = (by: string) => {
    const held = new Set<string>();
    all.set(by, held);
    void signGone(by).then(() => {
      all.delete(by);
      change();
    });
    return held;
  };

  return {
    ids,
    hold(id, held) {
      void tell(id, held);
      set(here, id, held);
    },
    hear({ id, held, by }) {
      set(all.get(by) ?? windowOf(by), id, held);
    },
    stop() {
      unlisten();
      quit();
    },
  };
}
