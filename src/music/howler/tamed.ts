import howler from 'howler/dist/howler.core.min.js';

/** As scripts/build/howler-cuts.ts leaves it: elements alone, no context, nothing of the page's touched. */
export const { Howl, Howler } = howler;

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

// It waits for `canplaythrough`, which a slow link and WebKitGTK never tell.
hidden._canPlayEvent = 'canplay';

// Its own would give the element a `data:` source, against `media-src 'self' blob:`.
(Howl.prototype as unknown as HiddenHowl)._clearSound = (node) => {
  node.removeAttribute('src');
  node.load();
};

/**
 * A Howl on this element. Howler takes elements from a pool that every room of the page would share, so it holds one
 * only for the length of this call.
 */
export function howlOn(element: HTMLAudioElement, location: string) {
  const pool = hidden._html5AudioPool;
  (element as Element)._unlocked = true;
  pool.length = 0;
  pool.push(element);
  const howl = new Howl({ src: [location] });
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
