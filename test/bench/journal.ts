import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/setup/index.mjs';
import type { StillRoom } from '../../src/still-room.js';
import { launchChromiumAt } from '../e2e/support/launch.js';
import { page, serve } from '../e2e/support/serve.js';
import { ready } from '../e2e/support/tag.js';
import { median } from '../support/statistics.js';
import type { Row } from './table.js';

/** What Stillroom may take, times what it is held to. */
const BUDGETS = { append: 1.5, start: 1.2 };
const SESSIONS = 10_000;
/** Entries of one, as a session of ninety minutes has them. */
const ENTRIES = 150;
/** The profile that holds them, made once: outside of the repository, and of what a build clears. */
const SEEDED = join(root, 'node_modules/.cache/stillroom', `sessions-${SESSIONS}x${ENTRIES}`);

/** ms between two entries. */
const PAUSE = 40;

/** From a fixed address, since what is stored belongs to an origin. */
const PORT = 41_730;
const mounts = {
  '/': page(`<script type="module" src="/stillroom.js"></script><still-room></still-room>
    <script>
      window.readyAt = customElements.whenDefined('still-room')
        .then(() => document.querySelector('still-room').ready).then(() => performance.now());
    </script>`),
  '/blank': page(''),
};

/** How long until an entry is durable, and until a device with many sessions is ready, each beside its control. */
export async function journal(quick: boolean): Promise<Row[]> {
  const site = await serve({ mounts, port: PORT });
  const empty = mkdtempSync(join(tmpdir(), 'stillroom-empty-'));
  try {
    await seed(site.origin);
    return [
      ...(await appends(site.origin, empty, quick ? 200 : 1000)),
      ...(await starts(site.origin, empty, quick ? 7 : 15)),
    ];
  } finally {
    await site.close();
    rmSync(empty, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Entries by the tag and bare strict puts of one small record, in turn, in one page. */
async function appends(origin: string, folder: string, count: number): Promise<Row[]> {
  const browser = await launchChromiumAt(folder);
  try {
    const tab = await browser.newPage();
    await tab.goto(origin);
    await ready(tab);
    const took = await tab.evaluate(
      async ({ count, pause }) => {
        const room = document.querySelector('still-room') as StillRoom;
        /** No session has more entries than about two hundred. */
        const anew = async () => {
          if (room.state.status === 'open') await room.end();
          await room.prepare({ playlist: 'silence' });
          await room.open();
        };
        const request = indexedDB.open('bare', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('bare');
        await new Promise((done) => (request.onsuccess = done));
        const put = (i: number) =>
          new Promise((done) => {
            const transaction = request.result.transaction('bare', 'readwrite', { durability: 'strict' });
            transaction.objectStore('bare').put({ session: 's', seq: i, t: i, at: i, type: 'marked', data: {} }, i);
            transaction.oncomplete = done;
          });
        const time = async (work: () => Promise<unknown>) => {
          const from = performance.now();
          await work();
          return performance.now() - from;
        };
        const took = { tag: [] as number[], bare: [] as number[] };
        // What leaves nothing but an entry, and what is remembered for the room beside it.
        const commands = [() => room.mark(), () => room.quieter(), () => room.mark(), () => room.louder()];
        for (let i = 0; i < count; i++) {
          const command = commands[(i >> 1) % commands.length]!;
          if (i % 100 === 0) await anew();
          // A session's entries come by themselves, with time in between to draw what they changed.
          await new Promise((resolve) => setTimeout(resolve, pause));
          // Each comes first as often as the other, since what comes second finds the disk busy.
          if (i % 2) took.bare.push(await time(() => put(i)));
          took.tag.push(await time(command));
          if (i % 2 === 0) took.bare.push(await time(() => put(i)));
        }
        await room.end();
        await room.leave();
        return took;
      },
      { count, pause: PAUSE },
    );
    const last = (of: number[]) => of.sort((a, b) => a - b)[Math.floor(0.99 * of.length)] ?? NaN;
    const [tag, bare] = [last(took.tag), last(took.bare)];
    return [
      { part: 'append', subject: 'Stillroom, an entry', value: tag, unit: 'ms', note: `99th percentile of ${count}` },
      {
        part: 'append',
        subject: 'bare strict put',
        value: bare,
        unit: 'ms',
        note: `half within ${median(took.bare).toFixed(1)} ms; an entry within ${median(took.tag).toFixed(1)} ms`,
      },
      { part: 'append, ratio', subject: 'Stillroom ÷ bare', value: tag / bare, unit: '×', budget: BUDGETS.append },
    ];
  } finally {
    await browser.close();
  }
}

/** ms from the navigation until the tag is ready, on a full device and an empty one in turn. */
async function starts(origin: string, empty: string, count: number): Promise<Row[]> {
  const [full, none] = [await launchChromiumAt(SEEDED), await launchChromiumAt(empty)];
  try {
    const took = { full: [] as number[], none: [] as number[] };
    const start = async (browser: typeof full) => {
      const tab = await browser.newPage();
      await tab.goto(origin);
      await ready(tab);
      const ms = await tab.evaluate(() => (window as unknown as { readyAt: Promise<number> }).readyAt);
      await tab.close();
      return ms;
    };
    // The first of a browser warms it up.
    await start(full);
    await start(none);
    for (let i = 0; i < count; i++) {
      took.full.push(await start(full));
      took.none.push(await start(none));
    }
    const [there, away] = [median(took.full), median(took.none)];
    return [
      {
        part: 'start',
        subject: `Stillroom, ${SESSIONS} sessions`,
        value: there,
        unit: 'ms',
        note: `until ready, median of ${count}`,
      },
      { part: 'start', subject: 'Stillroom, empty device', value: away, unit: 'ms' },
      { part: 'start, ratio', subject: 'full ÷ empty', value: there / away, unit: '×', budget: BUDGETS.start },
    ];
  } finally {
    await full.close();
    await none.close();
  }
}

/** Fills the profile, as the journal itself would have written it. Once: a few minutes. */
async function seed(origin: string): Promise<void> {
  if (existsSync(SEEDED)) return;
  console.log(`  Writing ${SESSIONS} sessions of ${ENTRIES} entries, once …`);
  const part = `${SEEDED}.part`;
  rmSync(part, { recursive: true, force: true });
  const browser = await launchChromiumAt(part);
  try {
    const tab = await browser.newPage();
    // The tag makes its own database, and one session that shows what an entry looks like.
    await tab.goto(origin);
    await ready(tab);
    const session = await tab.evaluate(async () => {
      const room = document.querySelector('still-room') as StillRoom;
      const { session } = await room.prepare({ playlist: 'silence' });
      await room.open();
      await room.dose();
      await room.end();
      await room.leave();
      return session!;
    });
    await tab.goto(`${origin}/blank`);
    for (let from = 0; from < SESSIONS; from += 100) {
      await tab.evaluate(write, { session, from, count: 100, entries: ENTRIES });
      if (from % 1000 === 0) console.log(`  ${from}`);
    }
  } finally {
    await browser.close();
  }
  renameSync(part, SEEDED);
}

/** Runs in the page: copies of the first session under other ids, a day apart, its last entry repeated to the full number. */
async function write({
  session,
  from,
  count,
  entries,
}: {
  session: string;
  from: number;
  count: number;
  entries: number;
}) {
  const result = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
  const db = await result(indexedDB.open('stillroom:room'));
  const transaction = db.transaction('journal', 'readwrite', { durability: 'relaxed' });
  const store = transaction.objectStore('journal');
  const model = (await result(store.getAll(IDBKeyRange.bound(['entry', session], ['entry', session, []])))) as {
    seq: number;
  }[];
  const headers = (await result(store.getAll(IDBKeyRange.bound(['header'], ['header', []])))) as {
    session: string;
    preparedAt: number;
  }[];
  const header = headers.find((each) => each.session === session)!;
  for (let i = from; i < from + count; i++) {
    const id = `seeded-${i}`;
    const preparedAt = header.preparedAt - (i + 1) * 86_400_000;
    for (let seq = 0; seq < entries; seq++)
      store.put({ ...model[Math.min(seq, model.length - 1)], session: id, seq }, ['entry', id, seq]);
    store.put({ ...header, session: id, preparedAt, entries }, ['header', preparedAt, id]);
  }
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error!);
  });
  db.close();
}
