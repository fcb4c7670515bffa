/** Whether a file is music, told by its name, by its first bytes, and by the browser that is to play it. */

/** What not every browser plays, by the ending of its address. */
const KIND = /\.(aiff?|flac|og[ga]|opus|webm|wma)(?:[;?#]|$)/i;
/** What is asked for by another name. */
const ASKED: Record<string, string> = { aif: 'aiff', oga: 'ogg', opus: 'ogg; codecs=opus' };

/** Whether the browser does not know a file's kind by name. It may play it all the same: WebKitGTK does, of AIFF. */
export function isForeign(address: string): boolean {
  const kind = KIND.exec(address)?.[1]?.toLowerCase();
  return !!kind && !new Audio().canPlayType(`audio/${ASKED[kind] ?? kind}`);
}

/** So many bytes are looked at. */
export const LOOKED_AT = 512;

/**
 * Whether it begins as text does, or is empty: a page, a refusal, a list. Every format of sound has a byte that text has
 * not (a zero, 0xFF) long before.
 */
export const isText = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, LOOKED_AT).every((each) => (each > 31 ? each < 254 : each > 8 && each < 14));

/** An element that loads nothing before the page is touched, or while it is hidden, has not said a word by then, ms. */
const SILENCE = 3000;

/** Whether the browser refuses a file, which a deck would find out only as it is to play it; `null`: it does not say. */
export const refuses = (url: string): Promise<boolean | null> =>
  new Promise<boolean | null>((resolve) => {
    const element = new Audio();
    const say = (said: boolean | null) => {
      clearTimeout(timer);
      element.removeAttribute('src');
      element.load();
      resolve(said);
    };
    const timer = setTimeout(say, SILENCE, null);
    element.addEventListener('error', () => say(true), { once: true });
    element.addEventListener('canplay', () => say(false), { once: true });
    element.preload = 'auto';
    element.src = url;
  });
