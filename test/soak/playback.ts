import { bare, stillroom } from '../bench/players.js';
import { pause, perform, stage, type Held, type Performance } from '../bench/stage.js';
import { mp3 } from '../support/mp3.js';
import { median, slope } from '../support/statistics.js';

/** s between two transitions, and files they go round. */
const EVERY = 30;
const TRACKS = 12;
/** Minute with which the end is compared: what is made once has been made by then. */
const SETTLED = 5;
/** Samples whose median is compared, one a second. */
const SAMPLES = 30;
/** MB by which memory may have grown. Beside it, no slope beyond the control's. */
const GROWTH = 15;
/** MB of heap, and shares of nodes, that come and go with a transition. */
const HEAP = 1;
const NODES = 0.1;

/** What is looked at every minute. */
interface Look {
  minute: number;
  memory: number;
  beside: number;
  held: Held;
}

/** Plays for so many minutes beside a bare `<audio>`; prints what it finds. @returns the exit code */
export async function playback(minutes: number): Promise<number> {
  console.log('Encoding three minutes of MP3, once …');
  const body = await mp3(180);
  const tracks = Array.from({ length: TRACKS }, (_, i) => `/soak/${i}.mp3`);
  const site = await stage(Object.fromEntries(tracks.map((path) => [path, { body, type: 'audio/mpeg' }])));
  const subject = await perform(site, stillroom, tracks);
  const control = await perform(site, bare, tracks, { sink: 'control' });
  try {
    await Promise.all([subject.play(), control.play()]);
    const began = Date.now();
    const at = () => (Date.now() - began) / 60_000;
    const looks: Look[] = [];
    const early: Look[] = [];
    for (let transitions = 1; transitions * EVERY <= minutes * 60; transitions++) {
      await pause(Math.max(0, transitions * EVERY - at() * 60));
      await Promise.all([subject.next(), control.next()]);
      if (transitions % 2) continue;
      // Half way to the next one the crossfade is over.
      await pause(EVERY / 2);
      const look = await lookAt(subject, control, at());
      looks.push(look);
      print(look);
      if (early.length === 0 && at() >= Math.min(SETTLED, minutes / 3))
        early.push(...(await sample(subject, control, at)));
    }
    const late = await sample(subject, control, at);
    return judge(looks, early, late);
  } finally {
    await Promise.all([subject.close(), control.close()]);
    await site.close();
  }
}

async function lookAt(subject: Performance, control: Performance, minute: number): Promise<Look> {
  const held = await subject.held();
  return { minute, held, memory: await subject.memory(), beside: await control.memory() };
}

/** One look a second. */
async function sample(subject: Performance, control: Performance, at: () => number): Promise<Look[]> {
  const looks: Look[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    looks.push(await lookAt(subject, control, at()));
    await pause(1);
  }
  return looks;
}

const print = ({ minute, memory, beside, held }: Look) =>
  console.log(
    `${minute.toFixed(1).padStart(5)} min  memory ${memory.toFixed(0)} MB (bare <audio> ${beside.toFixed(0)})  ` +
      `heap ${held.heap.toFixed(2)} MB  nodes ${held.nodes}  audio nodes ${held.audioNodes}  contexts ${held.contexts}`,
  );

/** Compares the end with the fifth minute and the slopes with the control's. */
function judge(looks: readonly Look[], early: readonly Look[], late: readonly Look[]): number {
  const middle = (of: readonly Look[], figure: (look: Look) => number) => median(of.map(figure));
  const grown = (figure: (look: Look) => number) => middle(late, figure) - middle(early, figure);
  const share = (figure: (look: Look) => number) => grown(figure) / middle(early, figure);
  const settled = looks.filter(({ minute }) => minute >= (early[0]?.minute ?? 0));
  const [own, its] = [slope(settled.map(({ memory }) => memory)), slope(settled.map(({ beside }) => beside))];
  // A slope that adds up to less than the growth allowed in the time that was watched is noise.
  const noise = GROWTH / Math.max(1, settled.length);
  const checks: [what: string, holds: boolean][] = [
    [
      `memory ${signed(grown(({ memory }) => memory))} MB since minute ${early[0]?.minute.toFixed(0)} ` +
        `(${middle(early, ({ memory }) => memory).toFixed(0)} → ${middle(late, ({ memory }) => memory).toFixed(0)}; bare <audio> ${signed(grown(({ beside }) => beside))})`,
      grown(({ memory }) => memory) <= GROWTH,
    ],
    [`memory slope ${signed(own)} MB a minute, bare <audio> ${signed(its)}`, own <= Math.max(0, its) + noise],
    [`heap ${signed(grown(({ held }) => held.heap))} MB`, grown(({ held }) => held.heap) <= HEAP],
    [`nodes ${signed(100 * share(({ held }) => held.nodes))} %`, share(({ held }) => held.nodes) <= NODES],
    [
      `audio nodes ${signed(100 * share(({ held }) => held.audioNodes))} %`,
      share(({ held }) => held.audioNodes) <= NODES,
    ],
    [`audio contexts ${signed(grown(({ held }) => held.contexts))}`, grown(({ held }) => held.contexts) === 0],
  ];
  console.log('');
  for (const [what, holds] of checks) console.log(`${holds ? '✓' : '✗'} ${what}`);
  return checks.every(([, holds]) => holds) ? 0 : 1;
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
