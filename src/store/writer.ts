import { StillroomError } from '../session/errors.js';
import type { State } from '../session/types.js';
import { NoStorage } from './connection.js';
import type { Op } from './records.js';

/** After a failure the next try waits so long, ms, and twice as long each time up to the second figure. */
const PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** A write that has not ended after so long, ms, is said to fail; it may still end well. */
const STALLED = 10_000;

interface Job {
  readonly ops: readonly Op[];
  resolve(): void;
  reject(error: unknown): void;
}

/** Writes in order, one transaction at a time, and holds in memory what cannot be written. */
export interface Writer {
  readonly storage: State['storage'];
  readonly busy: boolean;
  /** What is not yet on the disk, in order. */
  readonly held: Op[];
  /**
   * @returns settled when written, or when held in memory where storage has failed
   * @throws `no-owner`
   */
  write(ops: readonly Op[]): Promise<void>;
  /** Takes note that storage failed, and tries again later where that may help. */
  fail(error: unknown): void;
  /** Settled when everything is written, or has failed to be once more. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** @param commit all or nothing, in one transaction */
export function createWriter(commit: (ops: readonly Op[]) => Promise<void>, onStorage: () => void): Writer {
  let storage: State['storage'] = 'durable';
  let jobs: Job[] = [];
  let running: Promise<void> | null = null;
  let pause = PAUSE;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const set = (next: typeof storage) => {
    // What was refused for good stays so.
    if (storage !== next && storage !== 'memory') {
      storage = next;
      onStorage();
    }
    // What waits for a failing disk waits no longer: it is in memory.
    if (next !== 'durable') for (const { resolve } of jobs) resolve();
  };

  const fail = (error: unknown) => {
    clearTimeout(timer);
    if (error instanceof NoStorage) return set('memory');
    if (!closed) timer = setTimeout(flush, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    set('failing');
  };

  const run = async () => {
    clearTimeout(timer);
    try {
      // With nothing to write, too: so a failed storage is found to be back.
      do {
        const batch = [...jobs];
        const stalled = setTimeout(set, STALLED, 'failing');
        const refused = await commit(batch.flatMap(({ ops }) => ops))
          .catch((error) => {
            if (error instanceof StillroomError && error.code === 'no-owner') return error;
            throw error;
          })
          .finally(() => clearTimeout(stalled));
        jobs = jobs.slice(batch.length);
        pause = PAUSE;
        set('durable');
        for (const { resolve, reject } of batch) refused ? reject(refused) : resolve();
      } while (jobs.length);
    } catch (error) {
      fail(error);
    }
    // Here and not in a `then`: what is written in between would wait on a run that has ended.
    running = null;
  };

  const flush = async () => {
    if (storage === 'failing' || (storage === 'durable' && jobs.length)) await (running ??= run());
  };

  return {
    get storage() {
      return storage;
    },
    get busy() {
      return !!running;
    },
    get held() {
      return jobs.flatMap(({ ops }) => ops);
    },
    write: (ops) =>
      new Promise((resolve, reject) => {
        jobs.push({ ops, resolve, reject });
        if (storage !== 'durable') resolve();
        void flush();
      }),
    fail,
    flush,
    close() {
      closed = true;
      return flush().then(() => clearTimeout(timer));
    },
  };
}
