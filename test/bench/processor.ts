import { soundscapeNames } from '../../src/music/soundscapes/index.js';
import { mp3 } from '../support/mp3.js';
import { median } from '../support/statistics.js';
import { bare, peers, stillroom, type Player } from './players.js';
import { pause, perform, stage, type Performance } from './stage.js';
import type { Row } from './table.js';

/** Times a bare `<audio>` of the same file. */
const BUDGETS = { file: 1.5, soundscape: 2.5 };
/** s until the fade at the opening is over, and a step of intensity. */
const SETTLES = 45;
/** Browsers that are measured beside one bare `<audio>`. */
const AT_ONCE = 3;

interface Subject {
  name: string;
  player: Player;
  tracks: string[];
  query?: string;
  budget?: number;
}

/**
 * Processor seconds a minute of the whole browser, beside a bare `<audio>` that plays the same file at the same time:
 * the machine treats both alike. Medians of several stretches, visible and then hidden.
 */
export async function processor(quick: boolean): Promise<Row[]> {
  const [stretches, seconds] = quick ? [3, 10] : [5, 20];
  console.log('  Encoding ten minutes of MP3, once …');
  const body = await mp3(600);
  const file = '/bench/long.mp3';
  const site = await stage({ [file]: { body, type: 'audio/mpeg' } });
  const subjects: Subject[] = [
    { name: 'Stillroom, a file', player: stillroom, tracks: [file], budget: BUDGETS.file },
    ...soundscapeNames
      .filter((name) => !quick || name === 'deep')
      .map((name) => ({
        name: `Stillroom, ${name} at 5`,
        player: stillroom,
        tracks: [`stillroom:${name}`],
        query: '?intensity=5',
        budget: BUDGETS.soundscape,
      })),
    ...peers
      .filter((player) => !quick && player !== bare && player.name !== 'Howler, decoded')
      .map((player) => ({ name: player.name, player, tracks: [file] })),
  ];
  const rows: Row[] = [];
  try {
    for (let from = 0; from < subjects.length; from += AT_ONCE) {
      const group = [
        { name: bare.name, player: bare, tracks: [file] } as Subject,
        ...subjects.slice(from, from + AT_ONCE),
      ];
      const performances = await Promise.all(
        group.map(({ player, tracks, query }) => perform(site, player, tracks, query ? { query } : {})),
      );
      try {
        await Promise.all(performances.map((each) => each.play()));
        await pause(SETTLES);
        for (const how of ['visible', 'hidden']) {
          if (how === 'hidden') {
            for (const each of performances) await each.hide();
            await pause(5);
          }
          const costs = await measure(performances, stretches, seconds);
          group.slice(1).forEach(({ name, budget }, i) => {
            const ratios = costs.map((stretch) => stretch[i + 1]! / stretch[0]!);
            const own = median(costs.map((stretch) => stretch[i + 1]!));
            const base = median(costs.map((stretch) => stretch[0]!));
            const row: Row = {
              part: `processor beside a bare <audio>, ${how}`,
              subject: name,
              value: median(ratios),
              unit: '×',
              note: `${own.toFixed(2)} s a minute beside ${base.toFixed(2)}`,
              ...(budget && { budget }),
            };
            console.log(`  ${how}: ${name} ${row.value.toFixed(2)} × (${row.note})`);
            rows.push(row);
          });
        }
      } finally {
        await Promise.all(performances.map((each) => each.close()));
      }
    }
  } finally {
    await site.close();
  }
  return rows;
}

/** Processor seconds a minute of each, for every stretch. */
async function measure(performances: Performance[], stretches: number, seconds: number): Promise<number[][]> {
  const costs: number[][] = [];
  for (let i = 0; i < stretches; i++) {
    const before = performances.map((each) => each.processor());
    const began = performance.now();
    await pause(seconds);
    const minutes = (performance.now() - began) / 60_000;
    costs.push(performances.map((each, j) => (each.processor() - before[j]!) / minutes));
  }
  return costs;
}
