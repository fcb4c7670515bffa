// In this order: the page's names are put away, Howler is run, the page has its names again.
import './hide.js';
import { Howl, Howler } from './howler.js';
import './give-back.js';

/** Names of Howler 2.2.4 that are not its interface. They stand in this file alone, and a test fails if they change. */
interface Hidden {
  _html5AudioPool: HTMLAudioElement[];
  _canPlayEvent: string;
}
interface Element extends HTMLAudioElement {
  _unlocked?: boolean;
}
interface HiddenHowl {
  _sounds: { _node: HTMLAudioElement }[];
  _clearSound(node: HTMLAudioElement): void;
}

const hidden = Howler as unknown as Hidden;

// No context of its own, no listeners on the page, no sound put to sleep, no store of elements.
Howler.usingWebAudio = false;
Howler.autoUnlock = false;
Howler.autoSuspend = false;
Howler.html5PoolSize = 0;
// It waits for `canplaythrough`, which a slow link and WebKitGTK never tell.
hidden._canPlayEvent = 'canplay';

// Its own would give the element a `data:` source, against `media-src 'self' blob:`.
(Howl.prototype as unknown as HiddenHowl)._clearSound = (node) => {
  node.removeAttribute('src');
  node.load();
};

export type { Howl } from 'howler';

/**
 * A Howl on this element. Howler takes elements from a pool that every room of the page would share, so it holds one
 * only for the length of this call.
 */
export function howlOn(element: HTMLAudioElement, location: string) {
  const pool = hidden._html5AudioPool;
  (element as Element)._unlocked = true;
  pool.length = 0;
  pool.push(element);
  // The browser tells by content what it plays; Howler would guess by the name, and refuse where there is none.
  const howl = new Howl({ src: [location], html5: true, format: ['wav'] });
  pool.length = 0;
  if ((howl as unknown as HiddenHowl)._sounds[0]?._node !== element)
    throw new Error('Howler did not take the element.');
  return howl;
}

/** Lets go of the element, which stays ours. */
export function unload(howl: ReturnType<typeof howlOn>): void {
  howl.unload();
  hidden._html5AudioPool.length = 0;
}
