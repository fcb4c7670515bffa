import { mp3 } from '../support/mp3.js';
import { median } from '../support/statistics.js';
import { peers, stillroom, type Player } from './players.js';
import { pause, perform, stage } from './stage.js';
import type { Row } from './table.js';

/** MB over a blank page. */
const BUDGET = 80;

/**
 * MB of a page over a blank one in the same run, while it plays the last of fifteen six-minute MP3 files and has been
 * through the others. Medians after forced collections.
 */
export async function memory(quick: boolean): Promise<Row[]> {
  const [count, minutes, samples] = quick ? [5, 2, 3] : [15, 6, 9];
  console.log(`  Encoding ${minutes} minutes of MP3, once …`);
  const body = await mp3(minutes * 60);
  const tracks = Array.from({ length: count }, (_, i) => `/bench/${i}.mp3`);
  const site = await stage(Object.fromEntries(tracks.map((path) => [path, { body, type: 'audio/mpeg' }])));
  const measure = async (player: Pick<Player, 'page'>, plays: boolean) => {
    const subject = await perform(site, player, tracks);
    try {
      if (plays) {
        await subject.play();
        for (let i = 1; i < count; i++) {
          await pause(3);
          await subject.next();
        }
      }
      await pause(20);
      const taken: number[] = [];
      for (let i = 0; i < samples; i++) {
        taken.push(await subject.memory());
        await pause(2);
      }
      return median(taken);
    } finally {
      await subject.close();
    }
  };
  const rows: Row[] = [];
  try {
    const blank = await measure({ page: '/blank/' }, false);
    console.log(`  blank page: ${blank.toFixed(0)} MB`);
    for (const player of [...peers, stillroom]) {
      if (quick && player.name === 'Howler, decoded') continue;
      const value = (await measure(player, true)) - blank;
      console.log(`  ${player.name}: +${value.toFixed(0)} MB`);
      rows.push({
        part: `memory over a blank page, ${count} × ${minutes} min`,
        subject: player.name,
        value,
        unit: 'MB',
        ...(player === stillroom && { budget: BUDGET }),
      });
    }
  } finally {
    await site.close();
  }
  return rows;
}
