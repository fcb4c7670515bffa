import { dropouts } from '../e2e/support/dropouts.js';
import type { Sink } from '../e2e/support/launch.js';
import { record } from '../e2e/support/recorder.js';
import { wav } from '../support/tone.js';
import { bare, peers, stillroom, type Player } from './players.js';
import { pause, perform, stage } from './stage.js';
import type { Row } from './table.js';

/** s. Three tracks of so long: two changes. */
const TRACK = 12;
const TRACKS = ['/bench/1.wav', '/bench/2.wav', '/bench/3.wav'];
/** Below it nothing is heard, dBFS; windows of 5 ms. */
const SILENT = -50;

/** ms of silence at the speaker between one track and the next: the longest of two changes. */
export async function silence(): Promise<Row[]> {
  const site = await stage({
    ...Object.fromEntries(
      TRACKS.map((path, i) => [
        path,
        { body: wav({ seconds: TRACK, hz: 'noise', seed: 7919 * (i + 1), rate: 24_000 }), type: 'audio/wav' },
      ]),
    ),
    '/bench/long.wav': { body: wav({ seconds: 4 * TRACK + 20, hz: 'noise', rate: 24_000 }), type: 'audio/wav' },
  });
  /** Beside each there is a control in its sink of its own: one long file, which has no changes. */
  const measure = async (player: Player, sink: Sink): Promise<Row> => {
    const [subject, control] = await Promise.all([
      perform(site, player, TRACKS, { sink }),
      perform(site, bare, ['/bench/long.wav'], { sink: 'control' }),
    ]);
    await control.play();
    await pause(1);
    const recordings = await Promise.all([record(sink), record('control')]);
    await subject.play();
    // Crossfades make it shorter, an element that waits for its data longer.
    await pause(3 * TRACK + 3);
    const [heard, beside] = await Promise.all(recordings.map((each) => each.stop()));
    await Promise.all([subject.close(), control.close()]);
    const from = heard!.firstSound(SILENT) ?? 0;
    const to = player === stillroom ? heard!.seconds : (heard!.lastSound(SILENT) ?? 0);
    const { shared } = dropouts(heard!, beside!);
    const inside = heard!.between(from, to);
    return {
      part: 'silence between tracks',
      subject: player.name,
      value: from === to ? NaN : inside.longestSilence(SILENT),
      unit: 'ms',
      note: shared.length ? `${5 * shared.length} ms in the whole run were the machine’s` : '',
    };
  };
  const rows: Row[] = [];
  try {
    for (const player of [...peers, stillroom]) {
      const row = await measure(player, 'room');
      rows.push(player === stillroom ? { ...row, budget: 0 } : row);
      console.log(`  ${row.subject}: ${row.value} ms`);
    }
  } finally {
    await site.close();
  }
  return rows;
}
