import type { PreflightLine, Session, Track } from '../../session/types.js';
import { measure } from '../loudness/measure.js';
import { suiting } from '../spread.js';
import { GENERATED } from '../stand-in.js';
import { changed, download, type Trouble } from './download.js';
import type { Library, LibraryOptions } from './library.types.js';
import { createShelf } from './shelf.js';

export type { Library, LibraryOptions, Trouble };

/** So many files come at once. */
const AT_ONCE = 2;
/** A server out of reach is asked again after 1 s, then after twice as long each time, up to this, s. */
const LONGEST = 60;

/** What is under way is waited for so long before the files are forgotten, s. */
const PUTS_DOWN = 3;

/** A connection that drops is no trouble before it has been tried so often. */
const TRIES = 3;

/** A track on its way: where it is on the device, or what is in its way. */
interface Item {
  readonly track: Track;
  here: string | null;
  trouble: Trouble | null;
  /** Attempts in vain. */
  tries: number;
  told: boolean;
}

/** What has to be brought. */
const filesOf = ({ location }: Track) => location.filter((each) => each.startsWith('http'));

/** The tracks with files, in the order in which a session plays them. */
const inOrder = (session: Session): Track[] => {
  const fits = suiting(session);
  const { tracks } = session.playlist;
  const played = session.protocol.phases.flatMap(({ id }) => tracks.filter((track) => fits(track, id)));
  return [...new Set([...played, ...tracks])].filter((track) => filesOf(track)[0]);
};

const unmeasured = ({ loudness, peak }: Track) => loudness === null || peak === null;

const pause = (seconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const over = () => resolve();
    setTimeout(over, seconds * 1000);
    addEventListener('online', over, { once: true, signal });
    signal.addEventListener('abort', over);
  });

const noStore = () => Promise.reject(new Error());

export function createLibrary({ use = noStore, onChange, onTrouble }: LibraryOptions): Library {
  const shelf = createShelf(use);
  const { files } = shelf;
  /** `blob:` addresses of what is here, by the files' own. */
  const urls = new Map<string, string>();
  /** Files that cannot be played, whatever is tried. */
  const bad = new Map<string, Trouble>();
  let playlist: Session['playlist'] | null = null;
  let items: Item[] = [];
  /** What is here is known. */
  let known = true;
  let stop = new AbortController();
  let bringing: Promise<boolean> | null = null;
  let measuring: Promise<void> = Promise.resolve();

  const arrived = async (item: Item, address: string, signal: AbortSignal): Promise<Trouble | null> => {
    const blob = await shelf.open(address);
    if (!blob) return 'network';
    if (!urls.has(address)) urls.set(address, URL.createObjectURL(blob));
    item.here = address;
    item.trouble = null;
    if (unmeasured(item.track) && files.get(address)!.figures === undefined)
      measuring = measuring.then(() => measureOne(item, address, signal));
    return null;
  };

  /** @returns whether it is worth another try */
  const bringOne = async (item: Item, signal: AbortSignal): Promise<boolean> => {
    const comes = () => {
      item.trouble = null;
      onChange();
    };
    let trouble: Trouble | null = null;
    for (const address of filesOf(item.track)) {
      trouble = bad.get(address) ?? (await download(shelf, address, signal, comes));
      if (signal.aborted) return false;
      if (trouble === 'no-cors' || trouble === 'source') bad.set(address, trouble);
      if (!trouble) trouble = await arrived(item, address, signal);
      if (!trouble) break;
    }
    const again = trouble === 'network';
    if (trouble && (++item.tries >= TRIES || !again)) {
      item.trouble = trouble;
      if (!item.told) onTrouble?.(item.track, trouble);
      item.told = true;
    }
    onChange();
    return again;
  };

  const measureOne = async (item: Item, address: string, signal: AbortSignal): Promise<void> => {
    const figures = await shelf
      .open(address)
      .then((blob) => blob && measure(blob, signal))
      .catch(() => undefined);
    const held = files.get(address);
    if (signal.aborted || !held) return;
    if (figures !== undefined) await shelf.put(address, { ...held, figures }).catch(() => {});
    else {
      // It is no music: another location may be.
      bad.set(address, 'source');
      item.here = null;
      await bringOne(item, signal);
    }
    onChange();
  };

  const worker = async (queue: Item[], signal: AbortSignal): Promise<void> => {
    for (let item = queue.shift(); item && !signal.aborted; item = queue.shift()) {
      if (!(await bringOne(item, signal))) continue;
      queue.push(item);
      await pause(Math.min(LONGEST, 2 ** (item.tries - 1)), signal);
    }
  };

  /** What its server has replaced is brought anew. */
  const renew = async (item: Item, signal: AbortSignal): Promise<void> => {
    const { here } = item;
    if (!here || !(await changed(files.get(here)!, here, signal)) || signal.aborted) return;
    item.here = null;
    onChange();
    await shelf.drop(here);
    revoke(here);
    await worker([item], signal);
  };

  const bringAll = async (status: Session['status'], stored: boolean, signal: AbortSignal) => {
    const wanted = new Set(items.flatMap(({ track }) => filesOf(track)));
    bad.clear();
    // In a session the old list is still fading.
    if (status === 'prepared') for (const address of [...urls.keys()]) if (!wanted.has(address)) revoke(address);
    if (!stored) for (const item of items) item.trouble = 'storage';
    else {
      await shelf.keep(wanted).catch(() => {});
      for (const item of items) {
        const here = filesOf(item.track).find((address) => files.get(address)?.done && !bad.has(address));
        if (here) await arrived(item, here, signal);
      }
    }
    known = true;
    onChange();
    const queue = items.filter(({ here, trouble }) => !here && !trouble);
    await Promise.all([
      ...Array.from({ length: AT_ONCE }, () => worker(queue, signal)),
      // Once a session is open no server is asked for what is here.
      ...(status === 'prepared' ? items : []).map((item) => renew(item, signal)),
    ]);
    return stored;
  };

  const revoke = (address: string) => {
    URL.revokeObjectURL(urls.get(address)!);
    urls.delete(address);
  };

  const part = ({ here, trouble, track }: Item) => {
    const { bytes = 0, total = 0 } =
      filesOf(track)
        .map((address) => files.get(address))
        .find((held) => held) ?? {};
    return here || trouble ? 1 : total ? bytes / total : 0;
  };

  const library: Library = {
    bring(session) {
      if (playlist === (session?.playlist ?? null)) return;
      playlist = session?.playlist ?? null;
      stop.abort();
      stop = new AbortController();
      const { signal } = stop;
      items = (session ? inOrder(session) : []).map((track) => ({
        track,
        here: null,
        trouble: null,
        tries: 0,
        told: false,
      }));
      known = !items[0];
      if (known) return;
      bringing ??= shelf.load().then(
        () => true,
        () => false,
      );
      // One after the other: what was under way is put down first.
      bringing = bringing.then((stored) => (signal.aborted ? stored : bringAll(session!.status, stored, signal)));
    },
    sources(track) {
      if (!known) return null;
      const all = track.location.filter((each) => !each.startsWith(GENERATED));
      const playable = all.filter((address) => !bad.has(address));
      const here = playable.flatMap((address) => urls.get(address) ?? []);
      return playable[0] ? [...here, ...playable.filter((address) => !urls.has(address))] : bad.get(all[0]!)!;
    },
    figures(track) {
      const { loudness, peak } = track;
      if (loudness !== null && peak !== null) return { loudness, peak };
      const measured = filesOf(track).map((address) => files.get(address)?.figures);
      // It is still to come, or to be measured.
      const comes = items.some((item) => item.track.id === track.id && item.trouble !== 'storage');
      return measured.find((each) => each) ?? (comes && !measured.includes(null) ? undefined : null);
    },
    get lines() {
      const on = items.some(({ here, trouble }) => !here && !trouble) || !known;
      const done = items.reduce((sum, item) => sum + part(item) / items.length, 0);
      const line = (id: string, status: PreflightLine['status'], progress: number | null = null) => ({
        id,
        status,
        progress,
      });
      const warn = (id: string, test: (item: Item) => boolean) => (items.some(test) ? [line(id, 'warning')] : []);
      return [
        ...(items[0]
          ? [
              line(
                'tracks',
                on ? 'working' : items.some(({ here }) => !here) ? 'warning' : 'ok',
                on ? Math.floor(done * 100) / 100 : null,
              ),
            ]
          : []),
        ...warn('no-cors', ({ trouble }) => trouble === 'no-cors'),
        ...warn(
          'loudness',
          ({ track, here, trouble }) =>
            unmeasured(track) && (here ? files.get(here)?.figures === null : trouble === 'storage'),
        ),
      ];
    },
    release() {
      library.bring(null);
      [...urls.keys()].forEach(revoke);
    },
    async forget() {
      library.release();
      // What was under way puts down what it has first; a decoder may never answer.
      await Promise.race([Promise.all([bringing, measuring]), pause(PUTS_DOWN, stop.signal)]);
      files.clear();
      bringing = null;
    },
  };
  return library;
}
