import type { UseStore } from 'idb-keyval';

/**
 * A read without an answer for so long counts as failed, ms: a window that was stopped in the middle of a transaction holds
 * up everybody's until it wakes or dies. Longer than a browser that has to be asked twice takes to open.
 */
const ANSWERS_WITHIN = 7000;
/** As long as none comes, the next ones wait only so long, ms. */
const BRIEFLY = 250;

/** As it settles; after so long, ms, or but briefly, with a `TimeoutError`: not as one that is lost and would be asked again. */
export const within = <T>(answer: Promise<T>, ms = BRIEFLY): Promise<T> =>
  Promise.race([
    answer,
    new Promise<never>((_, reject) => setTimeout(reject, ms, new DOMException('', 'TimeoutError'))),
  ]);

/** Reads that end: with what is there, or with the error that nobody answers. Writes are waited for. */
export function patient(use: UseStore): UseStore {
  let silent = false;
  return (mode, callback) => {
    if (mode !== 'readonly') return use(mode, callback);
    const answered = use(mode, callback).finally(() => (silent = false));
    return within(answered, silent ? BRIEFLY : ANSWERS_WITHIN).catch((error: Error) => {
      silent = error.name === 'TimeoutError';
      throw error;
    });
  };
}
