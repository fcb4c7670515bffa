import { POINT, VECTOR, encode, opener, random, sealer, type RoomKeys } from './vault-keys.js';

/** Seals values to a room's keys, each bound to its place, and opens them. */
export interface Sealing {
  /** @param place where it will stand: nowhere else can it be opened */
  hide(place: string, value: unknown): Promise<ArrayBuffer>;
  /** @throws what the browser throws for a damaged one, one from another place or another room */
  show(place: string, sealed: ArrayBuffer, own: CryptoKey): Promise<unknown>;
  /** What has been opened needs the room's own key again. */
  forget(): void;
}

const how = (place: string, vector: Uint8Array<ArrayBuffer>) => ({
  name: 'AES-GCM',
  iv: vector,
  additionalData: encode(place),
});

/** What is sealed consists of the passing point, a vector of its own, and what is hidden. */
export function createSealing(keys: RoomKeys): Sealing {
  /** Made once for as long as the page lives. */
  let seals: ReturnType<typeof sealer> | undefined;
  /** What opens, by the point it was sealed with. */
  const openers = new Map<string, Promise<CryptoKey>>();

  return {
    async hide(place, value) {
      const { passing, key } = await (seals ??= sealer(keys));
      const vector = random(VECTOR);
      const hidden = await crypto.subtle.encrypt(how(place, vector), key, encode(JSON.stringify(value)));
      const sealed = new Uint8Array(POINT + VECTOR + hidden.byteLength);
      sealed.set(passing);
      sealed.set(vector, POINT);
      sealed.set(new Uint8Array(hidden), POINT + VECTOR);
      return sealed.buffer;
    },
    async show(place, sealed, own) {
      const part = (from: number, to?: number) => new Uint8Array(sealed.slice(from, to));
      const passing = part(0, POINT);
      const id = `${passing}`;
      if (!openers.has(id)) openers.set(id, opener(keys, own, passing));
      const key = await openers.get(id)!;
      const found = await crypto.subtle.decrypt(how(place, part(POINT, POINT + VECTOR)), key, part(POINT + VECTOR));
      return JSON.parse(new TextDecoder().decode(found));
    },
    forget: () => openers.clear(),
  };
}
