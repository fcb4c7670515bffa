import type { StillroomError } from '../session/errors.js';
import type { State } from '../session/types.js';
import { NoStorage } from './connection.js';
import { noOwner } from './fence.js';
import type { Key, Op } from './records.js';

/** After a failure the next try waits so long, ms, and twice as long each time up to the second figure. */
const PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** A write that has not ended after so long, ms, is said to fail; it may still end well. */
const STALLED = 10_000;

interface Job {
  ops: readonly Op[];
  resolve(): void;
  reject(error: unknown): void;
}

/** Writes in order, one transaction at a time, and holds in memory what cannot be written. */
export interface Writer {
  readonly storage: State['storage'];
  /** What is not yet on the disk, in order. */
  held(): Op[];
  /**
   * @returns settled when written, or when held in memory where storage has failed
   * @throws `no-owner`
   */
  write(ops: readonly Op[]): Promise<void>;
  /** Lets go of what is not yet on the disk, where this is so of its key. @returns takes that back */
  drop(gone: (key: Key) => boolean): () => void;
  /** The room is another window's: what is not yet on the disk never will be by this one. What is in flight may be. */
  letGo(): void;
  /**
   * Takes note that storage failed, and tries again later where that may help.
   * @param read what failed, if no write did: it is tried then, since a write that ends well would say nothing of it
   */
  fail(error: unknown, read?: () => Promise<unknown>): void;
  /** Settled when everything is written, or has failed to be once more. */
  flush(): Promise<void>;
  /** From now on nothing more is tried. */
  close(): void;
}

/**
 * @param commit writes all or nothing; resolves to why these must not be written, where they must not
 * @param onRefused called then, unless the room has been let go of
 */
export function createWriter(
  commit: (ops: readonly Op[]) => Promise<StillroomError | void>,
  onStorage: () => void,
  onRefused: () => void,
): Writer {
  let storage: State['storage'] = 'durable';
  let jobs: Job[] = [];
  /** Those that are being written. */
  let flying: Job[] = [];
  let running: Promise<void> | null = null;
  let pause = PAUSE;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unread: (() => Promise<unknown>) | undefined;
  /** Nothing is tried any more. */
  let over = false;

  const held = () => jobs.flatMap(({ ops }) => ops);

  const set = (next: typeof storage) => {
    if (storage !== next && !over) {
      storage = next;
      onStorage();
    }
    // What waits for a failing disk waits no longer: it is in memory.
    if (next !== 'durable') for (const { resolve } of jobs) resolve();
  };

  const fail: Writer['fail'] = (error, read) => {
    clearTimeout(timer);
    unread = read;
    const none = error instanceof NoStorage;
    set(none ? 'memory' : 'failing');
    // What was refused for good stays so.
    over ||= none && !error.passing;
    if (over) return;
    timer = setTimeout(() => void flush(), pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  };

  const run = async () => {
    // With nothing to write, too: so a failed storage is found to be back.
    do {
      // What is asked for in one go is one transaction.
      await Promise.resolve();
      clearTimeout(timer);
      timer = setTimeout(set, STALLED, 'failing');
      const batch = (flying = [...jobs]);
      /** The room has not been let go of meanwhile. */
      const ours = () => batch.every((job) => jobs.includes(job));
      let refusal: StillroomError | void;
      try {
        refusal = await commit(held());
      } catch (error) {
        if (ours()) {
          fail(error);
          break;
        }
        // Whoever called asks the window that has the room now.
        refusal = noOwner();
      }
      clearTimeout(timer);
      // What was held counts as done, and nobody waits for it: to be told is not enough.
      if (refusal && batch[0] && storage !== 'durable' && ours()) onRefused();
      jobs = jobs.filter((job) => !batch.includes(job));
      pause = PAUSE;
      // What is refused says nothing of the disk, unless it was only to ask; and while more is held it is not all there.
      if (!(refusal && batch[0]) && !jobs.length) set('durable');
      for (const { resolve, reject } of batch)
        if (refusal) reject(refusal);
        else resolve();
    } while (jobs.length);
    // Here and not in a `then`: what is written in between would wait on a run that has ended.
    running = null;
  };

  const flush = async () => {
    if (over || !(jobs.length || storage !== 'durable')) return;
    try {
      // Not in a run: what is to be written meanwhile waits for no reading.
      if (!jobs.length) await unread?.();
    } catch (error) {
      return storage === 'durable' ? undefined : fail(error, unread);
    }
    await (running ??= run());
  };

  return {
    get storage() {
      return storage;
    },
    held,
    write: (ops) =>
      new Promise((resolve, reject) => {
        jobs.push({ ops, resolve, reject });
        if (storage !== 'durable') resolve();
        void flush();
      }),
    drop(gone) {
      const ops = held().filter(({ key }) => gone(key));
      for (const job of jobs) job.ops = job.ops.filter(({ key }) => !gone(key));
      return () => {
        if (!ops[0]) return;
        // Before what has come since. What was in flight may be there by now, and is compared.
        jobs.unshift({ ops, resolve() {}, reject() {} });
        void flush();
      };
    },
    letGo() {
      // Where nothing is ever written it may stay.
      if (over) return;
      const waiting = jobs.filter((job) => !flying.includes(job));
      jobs = [];
      // Of the disk it knows nothing bad any more.
      storage = 'durable';
      for (const { reject } of waiting) reject(noOwner());
    },
    fail,
    flush,
    close() {
      clearTimeout(timer);
      storage = 'memory';
      over = true;
    },
  };
}
