/** Random numbers where `crypto.randomUUID` is absent too (insecure origins). */
const random = (length: number) => crypto.getRandomValues(new Uint32Array(length));

/** An id nothing else on the device has. */
export const randomId = (): string => [...random(3)].map((n) => n.toString(36)).join('');

/** Seed of a session's soundscapes: 0 to 2³² − 1. */
export const randomSeed = (): number => random(1)[0] as number;
