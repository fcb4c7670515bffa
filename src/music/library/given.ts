import type { Track } from '../../session/types.js';
import { measure } from '../loudness/measure.js';
import type { Figures } from '../loudness/meter.js';
import { unmeasured } from './lines.js';

const blobsOf = ({ location }: Track) => location.filter((each) => each.startsWith('blob:'));

/**
 * Files that the page itself gives, by `blob:` addresses. They are on the device already and are not stored; what was
 * measured is known for as long as the page lives, as their addresses are.
 */
export function createGiven() {
  /** `undefined`: it could not be read. */
  const heard = new Map<string, Figures | null | undefined>();
  return {
    /** Of its files, in the order of the list: figures, `null` where it cannot be cut, `undefined` where nothing is known. */
    figures: (track: Track) => blobsOf(track).map((address) => heard.get(address)),

    /** Pieces that play softer because there will be no figures. */
    softer: (tracks: readonly Track[]) =>
      tracks.some(
        (track) => unmeasured(track) && blobsOf(track).some((address) => heard.has(address) && !heard.get(address)),
      ),

    /**
     * Where a policy of the page (`connect-src`) keeps a file from being read, or its address is dead, it stays unknown and
     * 14 dB down, not 6: nothing says that it is no loud master, what is too soft startles nobody, and the preflight says so.
     */
    async measure(track: Track, signal: AbortSignal, onChange: () => void): Promise<void> {
      for (const address of blobsOf(track)) {
        if (signal.aborted) return;
        if (heard.has(address)) continue;
        const figures = await fetch(address, { signal })
          .then((response) => response.blob())
          .then((blob) => measure(blob, signal))
          .catch(() => undefined);
        if (signal.aborted) return;
        heard.set(address, figures);
        onChange();
      }
    },
  };
}
