import { wav } from '../../support/tone.js';
import { launchChromium, type Launch } from './launch.js';
import { record, type Heard } from './recorder.js';
import { page, serve } from './serve.js';

const WINDOW = 50;
/** Two recordings begin within this many windows of each other. */
const AROUND = 6;

/** s. Longer than any recording: the seam of a loop would excuse what falls silent beside it. */
const LASTS = 1200;

/** A bare `<audio>` in a browser of its own, into a sink of its own: what drops out there at the same time is the machine's. */
export async function playControl(given: Pick<Launch, 'ahead'> = {}) {
  const tone = wav({ seconds: LASTS, hz: 220, amplitude: 0.3, rate: 8000 });
  const site = await serve({
    mounts: {
      '/tone.html': page('<audio src="/tone.wav" autoplay></audio>'),
      '/tone.wav': { body: tone, type: 'audio/wav' },
    },
  });
  const browser = await launchChromium({ audible: true, sink: 'control', ...given });
  const tab = await browser.newPage();
  await tab.goto(`${site.origin}/tone.html`);
  return {
    record: () => record('control'),
    async stop() {
      await browser.close();
      await site.close();
    },
  };
}

const holes = (heard: Heard, below: number) => heard.levels(WINDOW).flatMap((level, i) => (level < below ? [i] : []));

/**
 * Windows of 50 ms below a level that the control did not lose too, in s from the start of the recording.
 * @param from s from which the subject is held to it
 */
export function silences(subject: Heard, control: Heard, below: number, from: number): number[] {
  const lost = holes(control, -50);
  return holes(subject, below)
    .filter((i) => i * WINDOW >= from * 1000 && !lost.some((j) => Math.abs(i - j) <= AROUND))
    .map((i) => (i * WINDOW) / 1000);
}
