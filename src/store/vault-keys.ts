import { StillroomError } from '../session/errors.js';

/** What guessing one passphrase costs, and trying one: about half a second on a slow machine (OWASP: at least 600,000). */
const ROUNDS = 600_000;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const AES = { name: 'AES-GCM', length: 256 };
/** Of a point on the curve, uncompressed; and of the vector of AES-GCM. */
export const POINT = 65;
export const VECTOR = 12;

/** A room's pair of keys as it is stored. Without the passphrase it seals, and opens nothing. */
export interface RoomKeys {
  /** What is private is sealed to this half. */
  readonly point: Uint8Array<ArrayBuffer>;
  /** The half that opens, under a key that comes of the passphrase. */
  readonly wrapped: ArrayBuffer;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly vector: Uint8Array<ArrayBuffer>;
  readonly rounds: number;
}

/** So much has the half that opens at least, wrapped: a number of 32 bytes, and the tag of AES-GCM. */
const LEAST = 48;

/** What stands there may be anything: another program's, a broken block's. */
export function areKeys(stored: unknown): stored is RoomKeys {
  const { point, wrapped, salt, vector, rounds } = stored as Partial<RoomKeys>;
  const has = (part: unknown, length: number) => part instanceof Uint8Array && part.length === length;
  return (
    has(point, POINT) &&
    has(vector, VECTOR) &&
    salt instanceof Uint8Array &&
    wrapped instanceof ArrayBuffer &&
    wrapped.byteLength > LEAST &&
    rounds! > 0
  );
}

export const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
export const encode = (text: string) => new TextEncoder().encode(text);

const raw = async (key: CryptoKey) => new Uint8Array(await crypto.subtle.exportKey('raw', key));
/** @param extractable only until it is wrapped */
const newPair = (extractable: boolean) => crypto.subtle.generateKey(CURVE, extractable, ['deriveBits']);

/** The same letters may be typed as different characters, by the keyboard. */
async function wrapping(passphrase: string, { salt, rounds }: Pick<RoomKeys, 'salt' | 'rounds'>): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', encode(passphrase.normalize('NFC')), 'PBKDF2', false, [
    'deriveKey',
  ]);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, typed, AES, false, ['wrapKey', 'unwrapKey']);
}

/** The half that seals is bound to the one that opens: an exchanged one would be noticed. */
const wrap = ({ vector, point }: Pick<RoomKeys, 'vector' | 'point'>) => ({
  name: AES.name,
  iv: vector,
  additionalData: point,
});

/** A new pair of keys for a room. */
export async function makeKeys(passphrase: string): Promise<RoomKeys> {
  const { privateKey, publicKey } = await newPair(true);
  const keys = { point: await raw(publicKey), salt: random(16), vector: random(VECTOR), rounds: ROUNDS };
  const wrapped = await crypto.subtle.wrapKey('pkcs8', privateKey, await wrapping(passphrase, keys), wrap(keys));
  return { ...keys, wrapped };
}

/**
 * The half that opens; it never leaves the browser's own memory.
 * @throws `locked` for another passphrase
 */
export async function unwrap(keys: RoomKeys, passphrase: string): Promise<CryptoKey> {
  try {
    const key = await wrapping(passphrase, keys);
    return await crypto.subtle.unwrapKey('pkcs8', keys.wrapped, key, wrap(keys), CURVE, false, ['deriveBits']);
  } catch (cause) {
    throw new StillroomError('locked', 'This is not the passphrase of this room. Nothing has changed.', { cause });
  }
}

/**
 * What two halves of two pairs agree on, as a key.
 * @param passing the public half of the pair made for this one purpose
 */
async function agree(
  own: CryptoKey,
  other: Uint8Array<ArrayBuffer>,
  { point }: RoomKeys,
  passing: Uint8Array<ArrayBuffer>,
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const { subtle } = crypto;
  const theirs = await subtle.importKey('raw', other, CURVE, false, []);
  const bits = await subtle.deriveBits({ name: CURVE.name, public: theirs }, own, 256);
  const base = await subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
  return subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: passing, info: point }, base, AES, false, [use]);
}

/** A key that seals and cannot open what it sealed, with the point that tells the one that opens how. */
export async function sealer(keys: RoomKeys): Promise<{ passing: Uint8Array<ArrayBuffer>; key: CryptoKey }> {
  const { privateKey, publicKey } = await newPair(false);
  const passing = await raw(publicKey);
  return { passing, key: await agree(privateKey, keys.point, keys, passing, 'encrypt') };
}

/** The key that opens what was sealed with this point. */
export const opener = (keys: RoomKeys, own: CryptoKey, passing: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  agree(own, passing, keys, passing, 'decrypt');
