import type { Session, Track } from '../../session/types.js';
import { measure } from '../loudness/measure.js';
import { suiting } from '../spread.js';
import { GENERATED } from '../stand-in.js';
import { createDevice, nextOf } from './device.js';
import { CRAWL, type Trouble } from './download.js';
import { createGiven } from './given.js';
import type { Library, LibraryOptions } from './library.types.js';
import { filesOf, isUnknown, linesOf, unmeasured, type Item } from './lines.js';
import { createLanes } from './lanes.js';
import { isForeign } from './recognise.js';

export type { Library, LibraryOptions, Trouble };

/** So many files come at once. */
const AT_ONCE = 2;
/** What does not come is asked for again after 1 s, then after twice as long each time, up to this, s: a network is soon back, a server that has not or forbids a file is there and says no. */
const LONGEST = 60;
const REFUSED = 300;
/** What may pass by itself, and is asked for in a session, too. */
const MAY_PASS = /network|no-cors/;

/** What is under way is waited for so long before the files are forgotten, s. */
const PUTS_DOWN = 3;

/** What may pass is no trouble before it has been tried so often. */
const TRIES = 3;

/** The tracks with files, in the order in which a session plays them. */
const inOrder = (session: Session): Track[] => {
  const fits = suiting(session);
  const { tracks } = session.playlist;
  const played = session.protocol.phases.flatMap(({ id }) => tracks.filter((track) => fits(track, id)));
  return [...new Set([...played, ...tracks])].filter((track) => filesOf(track)[0]);
};

const pause = (seconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const over = () => resolve();
    setTimeout(over, seconds * 1000);
    addEventListener('online', over, { once: true, signal });
    signal.addEventListener('abort', over);
  });

const later = (tries: number, signal: AbortSignal, longest = LONGEST) =>
  pause(Math.min(longest, 2 ** (tries - 1)), signal);

const noStore = () => Promise.reject(new Error());

export function createLibrary({ use = noStore, onChange, onTrouble }: LibraryOptions): Library {
  const device = createDevice(use);
  const { shelf, urls, bad, refused } = device;
  const { lane, busy } = createLanes(AT_ONCE);
  const given = createGiven();
  const { files } = shelf;
  let playlist: Session['playlist'] | null = null;
  let items: Item[] = [];
  /** What is here is known. */
  let known = true;
  let stop = new AbortController();
  /** A file is replaced before a session, never in one. */
  let renewals = stop;
  let bringing: Promise<boolean> | null = null;
  let measuring: Promise<void> = Promise.resolve();
  /** Ids of tracks that found no room: those are not measured, and play as they do until they have faded. */
  const roomless = new Set<string>();

  /** Reads once what is here. @returns whether there is a store */
  const load = () =>
    (bringing ??= shelf.load().then(
      () => true,
      () => false,
    ));

  const arrived = (item: Item, address: string, signal: AbortSignal) => {
    item.here = address;
    item.trouble = null;
    roomless.delete(item.track.id);
    if (unmeasured(item.track) && files.get(address)!.figures === undefined)
      measuring = measuring.then(() => measureOne(item, address, signal));
  };

  /** @returns whether it is worth another try */
  const bringOne = async (item: Item, signal: AbortSignal): Promise<boolean> => {
    const comes = () => {
      item.trouble = null;
      onChange();
    };
    let turns = 0;
    /** It goes to the back of the line. Where it has to begin anew it comes further each time, or it would never end. */
    const makesWay = () => {
      item.slow = true;
      onChange();
      return ++turns >= 2 ** item.tries && busy();
    };
    let trouble: Trouble | null = null;
    const all = filesOf(item.track);
    const bytes = () => all.reduce((sum, address) => sum + (files.get(address)?.bytes ?? 0), 0);
    item.most ||= bytes();
    // Those last that the browser does not know by name: what it refuses would have come for nothing.
    for (const address of [...all.filter((each) => !isForeign(each)), ...all.filter(isForeign)]) {
      const its = await device.bring(address, signal, comes, makesWay);
      if (signal.aborted) return false;
      // Of several that fail the one counts that may come yet.
      if (!its || !MAY_PASS.test(trouble ?? '')) trouble = its;
      if (its) continue;
      arrived(item, address, signal);
      break;
    }
    if (trouble === 'storage') roomless.add(item.track.id);
    const passes = MAY_PASS.test(trouble ?? '');
    const now = bytes();
    // It was not in vain.
    if (now > item.most + CRAWL) [item.most, item.tries] = [now, 0];
    if (trouble && (++item.tries >= TRIES || !passes)) {
      item.trouble = trouble;
      if (!item.told) onTrouble?.(item.track, trouble);
      item.told = true;
    }
    onChange();
    return passes || (trouble === 'source' && !all.every((address) => refused.has(address)));
  };

  const measureOne = async (item: Item, address: string, signal: AbortSignal): Promise<void> => {
    // Another piece may be of the same file.
    const known = files.get(address)?.figures;
    const figures =
      known !== undefined || refused.has(address)
        ? known
        : await shelf
            .open(address)
            .then((blob) => blob && measure(blob, signal))
            .catch(() => undefined);
    const held = files.get(address);
    if (signal.aborted || !held) return;
    if (figures !== undefined) await shelf.put(address, { ...held, figures }).catch(() => {});
    else {
      // It is no music: another location may be.
      device.refuse(address);
      item.here = null;
      await bringOne(item, signal);
    }
    onChange();
  };

  /** Asks for it until it is here. What its server has not may be put there until the session is open. */
  const bringOn = async (item: Item, signal: AbortSignal): Promise<void> => {
    const ends = () => signal.aborted || (item.trouble === 'source' && renewals.signal.aborted);
    while (!ends() && (await lane(() => bringOne(item, signal))))
      await later(item.tries, signal, item.trouble === 'network' ? LONGEST : REFUSED);
  };

  const renew = async (address: string, signal: AbortSignal): Promise<void> => {
    const again = (tries: number) => later(tries, signal);
    if (!(await device.renew(address, signal, again).catch(() => false))) return;
    for (const item of items) if (item.here === address) arrived(item, address, stop.signal);
    onChange();
  };

  const bringAll = async (status: Session['status'], stored: boolean, signal: AbortSignal) => {
    const wanted = new Set(items.flatMap(({ track }) => filesOf(track).flatMap((each) => [each, nextOf(each)])));
    const prepared = status === 'prepared';
    bad.clear();
    refused.clear();
    // In a session the old list is still fading.
    if (prepared) for (const address of [...urls.keys()]) if (!wanted.has(address)) device.revoke(address);
    if (!stored)
      for (const item of items) {
        item.trouble = 'storage';
        roomless.add(item.track.id);
      }
    else {
      await shelf.keep(wanted).catch(() => {});
      for (const item of items) {
        const here = filesOf(item.track).find((address) => files.get(address)?.done);
        if (here && !(await device.open(here, prepared))) arrived(item, here, signal);
      }
    }
    if (signal.aborted) return stored;
    known = true;
    onChange();
    const queue = items.filter(({ here, trouble }) => !here && !trouble);
    // Once a session is open no server is asked for what is here.
    const here = prepared ? new Set(items.flatMap(({ here }) => here ?? [])) : [];
    await Promise.all([
      ...queue.map((item) => bringOn(item, signal)),
      ...[...here].map((address) => renew(address, renewals.signal)),
    ]);
    return stored;
  };

  const library: Library = {
    bring(session) {
      const late = session?.status !== 'prepared';
      if (late) renewals.abort();
      if (playlist === (session?.playlist ?? null)) return;
      playlist = session?.playlist ?? null;
      stop.abort();
      renewals.abort();
      stop = new AbortController();
      renewals = new AbortController();
      if (late) renewals.abort();
      const { signal } = stop;
      items = (session ? inOrder(session) : []).map((track) => ({
        track,
        here: null,
        trouble: null,
        tries: 0,
        most: 0,
        slow: false,
        told: false,
      }));
      for (const track of playlist?.tracks ?? [])
        if (unmeasured(track)) measuring = measuring.then(() => given.measure(track, signal, onChange));
      known = !items[0];
      if (known) return;
      // One after the other: what was under way is put down first.
      bringing = load().then((stored) => (signal.aborted ? stored : bringAll(session!.status, stored, signal)));
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
      // Before there is a session a list may be listened to that was here with an earlier one.
      if (!bringing) void load().then(onChange);
      const measured = [...filesOf(track).map((address) => files.get(address)?.figures), ...given.figures(track)];
      return measured.find((each) => each) ?? (measured.includes(null) || roomless.has(track.id) ? null : undefined);
    },
    extent: (track) =>
      filesOf(track)
        .map((address) => files.get(address)?.extent)
        .find((each) => each),
    get lines() {
      const tracks = playlist?.tracks ?? [];
      return linesOf(items, files, known, given.softer(tracks), tracks.some(isUnknown));
    },
    release() {
      library.bring(null);
      device.release();
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
