import { playControl } from '../e2e/support/control.js';
import { dropouts, runs, WINDOW } from '../e2e/support/dropouts.js';
import type { Sink } from '../e2e/support/launch.js';
import { record } from '../e2e/support/recorder.js';
import { wav } from '../support/tone.js';
import { peers, stillroom, type Player } from './players.js';
import { pause, perform, stage } from './stage.js';
import type { Row } from './table.js';

/** s of each track. */
const TRACK = 12;
const TRACKS = ['/bench/1.wav', '/bench/2.wav', '/bench/3.wav'];
const CHANGES = TRACKS.length - 1;
/** A machine that loses more than this in a run drops more that the control does not show, ms. */
const BUSY = 100;
/** Music has begun, dBFS: well above what counts as silence. */
const LOUD = -40;

/**
 * ms of silence at the speaker between one track and the next: what every change had at least, so that what a busy machine
 * drops once is not taken for it.
 */
export async function silence(): Promise<Row[]> {
  const noise = (i: number) => wav({ seconds: TRACK, hz: 'noise', seed: 7919 * (i + 1), rate: 24_000 });
  const site = await stage(Object.fromEntries(TRACKS.map((path, i) => [path, { body: noise(i), type: 'audio/wav' }])));
  const control = await playControl({ ahead: null });
  const measure = async (player: Player, sink: Sink): Promise<Row> => {
    const subject = await perform(site, player, TRACKS, { sink });
    const recordings = await Promise.all([record(sink), control.record()]);
    await subject.play();
    // Crossfades make it shorter, an element that waits for its data longer.
    await pause(3 * TRACK + 3);
    const [heard, beside] = await Promise.all(recordings.map((each) => each.stop()));
    await subject.close();
    const from = heard!.firstSound(LOUD) ?? 0;
    const to = player === stillroom ? heard!.seconds : (heard!.lastSound(LOUD) ?? 0);
    const { own, lost } = dropouts(heard!, beside!);
    const sounding = (i: number) => i * WINDOW > from * 1000 && i * WINDOW < to * 1000;
    const between = own.filter(sounding);
    // Of the control: before it begins and after its end the subject is silent by itself.
    const machine = WINDOW * lost.filter(sounding).length;
    return {
      part: 'silence between tracks',
      subject: player.name,
      value: from === to ? NaN : WINDOW * (runs(between)[CHANGES - 1] ?? 0),
      unit: 'ms',
      ...(player === stillroom && { budget: 0 }),
      note: machine ? `the machine lost ${machine} ms${machine > BUSY ? ': too busy to tell' : ''}` : '',
    };
  };
  const rows: Row[] = [];
  try {
    // Two at a time, each into a sink of its own.
    const players = [...peers, stillroom];
    for (let i = 0; i < players.length; i += 2) {
      const pair = players.slice(i, i + 2);
      const measured = await Promise.all(pair.map((player, j) => measure(player, j ? 'annex' : 'room')));
      for (const row of measured) console.log(`  ${row.subject}: ${row.value} ms`);
      rows.push(...measured);
    }
  } finally {
    await control.stop();
    await site.close();
  }
  return rows;
}
