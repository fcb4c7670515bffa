import type { Header } from '../store/index.js';
import type { Inside } from './inside.js';
import { running } from './take-up.js';

const DAY = 24 * 3_600_000;
/** Where a browser does not tell when it has nothing to do (Safari): so long after, ms. */
const LATER = 1000;

/** When the page has been painted and nothing else is wanted. */
const idle = () =>
  new Promise<void>((resolve) =>
    'requestIdleCallback' in globalThis ? requestIdleCallback(() => resolve()) : setTimeout(resolve, LATER),
  );

/**
 * Erases the sessions that were exported so long ago, one at a time and each when nothing else is to do, and counts the
 * older ones that stay because something in them never was. Reads headers alone. Nothing while a session runs: its
 * entries come first.
 * @param days `keep-days`; infinite: everything stays
 */
export async function expire({ journal, ledger, shown, ours }: Inside, days: () => number): Promise<void> {
  const quiet = () => ours() && !running(ledger.head) && journal.storage === 'durable';
  await idle();
  if (!quiet()) return;
  const before = Date.now() - days() * DAY;
  const rows = (await journal.headers()).filter(({ session }) => session !== ledger.head?.id);
  // What a header does not say for certain, damaged or another program's, nobody has exported.
  const exported = ({ exportedAt, unexported }: Header) => typeof exportedAt === 'number' && unexported === false;
  const stays = rows.filter((row) => !exported(row) && (row.endedAt ?? row.openedAt ?? row.preparedAt) < before);
  shown.live.unexported = stays.length;
  if (stays[0]) shown.refresh(true);
  for (const row of rows) {
    if (!exported(row) || row.exportedAt! >= before) continue;
    await idle();
    if (!quiet() || row.session === ledger.head?.id) return;
    await journal.erase(row, 'age');
  }
}
