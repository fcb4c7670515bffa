import { wav } from '../../support/tone.js';
import { page, type ServeOptions } from './serve.js';

/** Different noise each, equally loud throughout, so that a level that moves is the player's doing. */
export const NOISE = { hz: 'noise', amplitude: 0.3, rate: 24_000 } as const;
/** Bytes a second of it. */
export const WAV = 48_000;
/** LUFS and dBTP of it, measured with ffmpeg's ebur128. */
const FIGURES = { loudness: -12.3, peak: -5.1 };
export const seedOf = (i: number) => 7919 * (i + 1);
export const noise = (seconds: number, i: number) => wav({ ...NOISE, seconds, seed: seedOf(i) });

type Mounts = NonNullable<ServeOptions['mounts']>;

/** A protocol of one open-ended phase, so that nothing but the test changes what sounds. */
export const steady = {
  format: 'stillroom-protocol/1',
  id: 'steady',
  title: 'Steady',
  phases: [{ id: 'steady', label: 'Steady', minutes: null, intensity: 3 }],
  checkIns: [],
};

/** A page with the tag, as loud as it gets, over a playlist of noise. @param folder with both slashes */
export function listMounts(folder: string, tracks: { title: string; location: string; seconds: number }[]): Mounts {
  const track = tracks.map(({ title, location, seconds }) => ({
    title,
    identifier: `https://music.example/${title}`,
    location: [location],
    duration: seconds * 1000,
    extension: { 'https://stillroom.dev/jspf/1': [{ intensity: 3, ...FIGURES }] },
  }));
  const json = (value: unknown) => ({ body: JSON.stringify(value), type: 'application/json' });
  return {
    [folder]: page(
      `<script type="module" src="/stillroom.js"></script>
       <still-room playlists="list.jspf" protocols="protocol.json" max-volume="1"></still-room>`,
    ),
    [`${folder}list.jspf`]: json({ playlist: { title: 'Noise', track } }),
    [`${folder}protocol.json`]: json(steady),
  };
}

/** Such a page, and the `count` files of `seconds` each. */
export function trackMounts(count: number, seconds: number): Mounts {
  const names = Array.from({ length: count }, (_, i) => `noise-${i + 1}`);
  return {
    ...listMounts(
      '/noise/',
      names.map((title) => ({ title, location: `${title}.wav`, seconds })),
    ),
    ...Object.fromEntries(
      names.map((name, i) => [`/noise/${name}.wav`, { body: noise(seconds, i), type: 'audio/wav' }]),
    ),
  };
}
