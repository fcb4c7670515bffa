import { wav } from '../../support/tone.js';
import { page, type ServeOptions } from './serve.js';

/** Different noise each, equally loud, so that a level that moves is the player's doing. Hz, and what it peaks at. */
const RATE = 24_000;
const AMPLITUDE = 0.3;
/** LUFS and dBTP of it, measured with ffmpeg's ebur128. */
const LOUDNESS = -12.3;
const PEAK = -5.1;

/** A protocol of one open-ended phase, so that nothing but the test changes what sounds. */
export const steady = {
  format: 'stillroom-protocol/1',
  id: 'steady',
  title: 'Steady',
  phases: [{ id: 'steady', label: 'Steady', minutes: null, intensity: 3 }],
  checkIns: [],
};

/** A page with the tag, as loud as it gets, over a playlist of `count` files of `seconds` each. */
export function trackMounts(count: number, seconds: number): NonNullable<ServeOptions['mounts']> {
  const names = Array.from({ length: count }, (_, i) => `noise-${i + 1}`);
  const track = names.map((name) => ({
    location: [`${name}.wav`],
    title: name,
    duration: seconds * 1000,
    extension: { 'https://stillroom.dev/jspf/1': [{ intensity: 3, loudness: LOUDNESS, peak: PEAK }] },
  }));
  const json = (value: unknown) => ({ body: JSON.stringify(value), type: 'application/json' });
  return {
    '/noise/': page(
      `<script type="module" src="/stillroom.js"></script>
       <still-room playlists="list.jspf" protocols="protocol.json" max-volume="1"></still-room>`,
    ),
    '/noise/list.jspf': json({ playlist: { title: 'Noise', track } }),
    '/noise/protocol.json': json(steady),
    ...Object.fromEntries(
      names.map((name, i) => [
        `/noise/${name}.wav`,
        {
          body: wav({ seconds, hz: 'noise', seed: 7919 * (i + 1), amplitude: AMPLITUDE, rate: RATE }),
          type: 'audio/wav',
        },
      ]),
    ),
  };
}
