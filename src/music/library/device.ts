import type { UseStore } from 'idb-keyval';
import { extentOf } from '../loudness/mp3.js';
import { changed, download, type Trouble } from './download.js';
import { refuses } from './recognise.js';
import { createShelf } from './shelf.js';

/** Under which a file comes that is to take the place of another. */
export const nextOf = (address: string) => `next ${address}`;

/** The files on the device, each brought once, looked into, and ready to be played. */
export function createDevice(use: UseStore) {
  const shelf = createShelf(use);
  const { files } = shelf;
  /** `blob:` addresses of what is here, by the files' own. */
  const urls = new Map<string, string>();
  /** Those of files that have been replaced, which may still be playing. */
  let former: string[] = [];
  /** Files that cannot be played as it stands, and why. */
  const bad = new Map<string, Trouble>();
  /** Those of them that never can be, however often they are asked for. */
  const refused = new Set<string>();
  /** What is on its way: two pieces may be of one file. */
  const coming = new Map<string, Promise<Trouble | null>>();
  /** The browser says nothing of a file before it plays: every further question would take as long. */
  let silent = false;

  const revoke = (address: string) => {
    URL.revokeObjectURL(urls.get(address)!);
    urls.delete(address);
  };

  /** It is here, and is no music. */
  const refuse = (address: string) => {
    refused.add(address);
    bad.set(address, 'source');
  };

  /** Makes a whole file ready to be played. @param look asks how long it is, and the browser whether it plays it, unless that is known */
  const open = async (address: string, look = true): Promise<Trouble | null> => {
    if (urls.has(address)) return null;
    const blob = await shelf.open(address);
    if (!blob) return 'network';
    const url = URL.createObjectURL(blob);
    if (look && !silent && !files.get(address)!.plays) {
      const refused = await refuses(url);
      silent = refused === null;
      if (refused) {
        URL.revokeObjectURL(url);
        refuse(address);
        await shelf.drop(address);
        return 'source';
      }
      const held = files.get(address);
      if (held && !silent) await shelf.put(address, { ...held, plays: true }).catch(() => {});
    }
    if (look && files.get(address)?.extent === undefined) {
      const extent = await extentOf(blob).catch(() => null);
      const held = files.get(address);
      if (held) await shelf.put(address, { ...held, extent }).catch(() => {});
    }
    urls.set(address, url);
    return null;
  };

  /** Brings a file unless it is here, under its address or another name. */
  const bring = async (
    address: string,
    signal: AbortSignal,
    onChange: () => void,
    name = address,
    makesWay?: () => boolean,
  ): Promise<Trouble | null> =>
    (files.get(name)?.done ? null : await download(shelf, address, signal, onChange, name, makesWay)) ?? open(name);

  return {
    shelf,
    urls,
    bad,
    refused,
    refuse,
    revoke,
    open,

    /** Brings a file, once for all who ask. @returns what was in the way */
    bring(
      address: string,
      signal: AbortSignal,
      onChange: () => void,
      makesWay: () => boolean,
    ): Promise<Trouble | null> {
      if (refused.has(address)) return Promise.resolve('source');
      const shared =
        coming.get(address) ??
        bring(address, signal, onChange, address, makesWay).then((trouble) => {
          coming.delete(address);
          if (trouble === 'no-cors' || trouble === 'source') bad.set(address, trouble);
          else if (!trouble) bad.delete(address);
          return trouble;
        });
      coming.set(address, shared);
      return shared;
    },

    /**
     * Brings anew what its server has replaced. The old one stays and is played until the new is whole, and a page in its
     * place is none. @returns whether it was
     */
    async renew(address: string, signal: AbortSignal, pause: (tries: number) => Promise<void>): Promise<boolean> {
      if (!(await changed(files.get(address)!, address, signal))) return false;
      const name = nextOf(address);
      let trouble: Trouble | null = 'network';
      for (let tries = 0; trouble === 'network' && !signal.aborted; tries++) {
        if (tries) await pause(tries);
        trouble = await bring(address, signal, () => {}, name);
      }
      // What has come is kept for the next time.
      if (signal.aborted) return false;
      if (trouble) {
        await shelf.drop(name);
        return false;
      }
      revoke(name);
      await shelf.replace(address, name);
      former.push(urls.get(address)!);
      urls.delete(address);
      await open(address);
      return true;
    },

    /** Takes back every address it gave. */
    release() {
      [...urls.keys()].forEach(revoke);
      former.forEach((url) => URL.revokeObjectURL(url));
      former = [];
    },
  };
}
