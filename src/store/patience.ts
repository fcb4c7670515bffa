import type { UseStore } from 'idb-keyval';

/**
 * A read without an answer for so long counts as failed, ms: a window that was stopped in the middle of a transaction holds
 * up everybody's until it wakes or dies. Longer than a browser that has to be asked twice takes to open.
 */
const ANSWERS_WITHIN = 7000;
/** As long as none comes, the next reads wait only so long, ms. */
const BRIEFLY = 250;

/** For a write before a read, which comes after it in any case, so long, ms. */
const FIRST = 2000;

/** Settled when a write is not waited for any longer. */
export const waited = () => new Promise<void>((done) => setTimeout(done, FIRST));

/** Reads that end: with what is there, or with the error that nobody answers. Writes are waited for. */
export function patient(use: UseStore): UseStore {
  let silent = false;
  return (mode, callback) => {
    if (mode !== 'readonly') return use(mode, callback);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const answered = use(mode, callback).finally(() => {
      silent = false;
      clearTimeout(timer);
    });
    const given = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => {
          silent = true;
          reject(new DOMException('', 'TimeoutError'));
        },
        silent ? BRIEFLY : ANSWERS_WITHIN,
      );
    });
    return Promise.race([answered, given]);
  };
}
