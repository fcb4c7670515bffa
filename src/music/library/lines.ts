import type { PreflightLine, Track } from '../../session/types.js';
import { LEAST } from '../choose.js';
import { GENERATED, nameIn } from '../stand-in.js';
import type { Trouble } from './download.js';
import type { Held } from './shelf.js';

/** A track on its way: where it is on the device, or what is in its way. */
export interface Item {
  readonly track: Track;
  here: string | null;
  trouble: Trouble | null;
  /** Attempts in vain, one after the other. */
  tries: number;
  /** Bytes of its files that have been here: what gets no further was in vain. */
  most: number;
  told: boolean;
  /** It has come too slowly for music. */
  slow: boolean;
}

/** What has to be brought. */
export const filesOf = ({ location }: Track) => location.filter((each) => each.startsWith('http'));

/** Nothing but soundscapes, and none that there is: a name that is misspelt. */
export const isUnknown = ({ location }: Track) => location.every((each) => each.startsWith(GENERATED) && !nameIn(each));

export const unmeasured = ({ loudness, peak }: Track) => loudness === null || peak === null;

/** It will be passed over. */
const isShort = (held: Held | undefined) => (held?.extent?.seconds ?? LEAST) < LEAST;

/**
 * What the preflight says of the files.
 * @param known what is on the device is known
 * @param softer so does a file that need not be brought
 * @param unknown there is a track that is no file, and that nothing can be made for
 */
export function linesOf(
  items: readonly Item[],
  files: ReadonlyMap<string, Held>,
  known: boolean,
  softer: boolean,
  unknown = false,
): PreflightLine[] {
  const part = ({ here, trouble, track }: Item) => {
    const { bytes = 0, total = 0 } =
      filesOf(track)
        .map((address) => files.get(address))
        .find((held) => held) ?? {};
    // A file that its server packs is longer than it says.
    return here || trouble ? 1 : total ? Math.min(1, bytes / total) : 0;
  };
  const on = items.some(({ here, trouble }) => !here && !trouble) || !known;
  const done = items.reduce((sum, item) => sum + part(item) / items.length, 0);
  const line = (id: string, status: PreflightLine['status'], progress: number | null = null) => ({
    id,
    status,
    progress,
  });
  const warn = (id: string, test: (item: Item) => boolean, also = false) =>
    also || items.some(test) ? [line(id, 'warning')] : [];
  const tracks = () =>
    line(
      'tracks',
      on ? 'working' : unknown || items.some(({ here }) => !here || isShort(files.get(here))) ? 'warning' : 'ok',
      on ? Math.floor(done * 100) / 100 : null,
    );
  return [
    ...(items[0] || unknown ? [tracks()] : []),
    ...warn('no-cors', ({ trouble }) => trouble === 'no-cors'),
    ...warn('slow', ({ slow, here }) => slow && !here),
    ...warn(
      'loudness',
      ({ track, here, trouble }) =>
        unmeasured(track) && (here ? files.get(here)?.figures === null : trouble === 'storage'),
      softer,
    ),
  ];
}
