/** A stretch is about this long, s: short enough to be decoded beside everything else, long enough to be few. */
export const STRETCH = 7;
/** The first of every stretch but a file's first is not listened to, s: a decoder has to run in. */
export const LEAD = 0.1;
/** Bytes that hold the beginnings of a file, and a stretch at the highest usual rates. */
export const WINDOW = 2 ** 20;

/** How a file is cut into stretches that decode by themselves. */
export interface Cutter {
  /** The part of the file that sounds, bytes. */
  readonly from: number;
  readonly to: number;
  /** How much of the file a stretch is looked for in, bytes. */
  readonly window: number;
  /**
   * The first stretch in these bytes, as a file of its own, and where the next begins, a little before the end of this
   * one; `null` where there is none.
   */
  cut(bytes: Uint8Array): { stretch: Uint8Array; next: number } | null;
}

export const join = (...parts: Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength);

/** These bytes spell the text. Past their end they spell nothing. */
export const spells = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
