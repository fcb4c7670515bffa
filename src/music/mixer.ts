import { createFader, type Fader } from './fader.js';

/** What the bus is turned down by, each by a gain of its own, so that they multiply. */
export type LevelName = 'on' | 'heard' | 'attend' | 'speak' | 'away';

/**
 * Samples are clipped here, −7.1 dBFS: true peak then stays below −1 dBTP whatever comes together. The worst that was
 * measured, several voices of noise of ±1: −1.5 dBTP in Chromium. Twice the rate is enough for that and costs half the
 * processor time of four times.
 */
const CEILING = 0.44;

/** What is softer than this gain nobody hears move. */
const SOFTEST = 0.01;
/** dB in a second that the volume moves at most: a jump of a hand, or of a page's ceiling, is none of the sound. */
const SLIDES = 6;

/** One voice of the mix: what it is trimmed by, and the root of its share of the power. */
export interface Strip {
  readonly trim: Fader;
  readonly share: Fader;
  remove(): void;
}

/** Voices, then the bus with its levels, the ceiling and the room's volume. */
export interface Mixer {
  readonly levels: Readonly<Record<LevelName, Fader>>;
  readonly volume: Fader;
  /** Moves the volume over so many seconds, or as many as it needs. */
  setVolume(gain: number, seconds: number): void;
  /** A new voice, at a share of nothing. */
  strip(output: AudioNode, trim: number): Strip;
}

/** @param now the audio clock, s; the context's own if left out */
export function createMixer(ctx: BaseAudioContext, gain: number, now = () => ctx.currentTime): Mixer {
  const fader = (value: number) => createFader(ctx, value, now);
  const levels = { on: fader(0), heard: fader(1), attend: fader(1), speak: fader(1), away: fader(1) };
  const volume = fader(gain);
  const ceiling = ctx.createWaveShaper();
  // A point every 0.01: what is below the ceiling leaves as it came.
  ceiling.curve = Float32Array.from({ length: 201 }, (_, i) => Math.min(CEILING, Math.max(-CEILING, i / 100 - 1)));
  ceiling.oversample = '2x';
  let last: AudioNode = levels.on.node;
  for (const { node } of [levels.heard, levels.attend, levels.speak, levels.away]) last = last.connect(node);
  last.connect(ceiling).connect(volume.node).connect(ctx.destination);
  return {
    levels,
    volume,
    setVolume(to, seconds) {
      const loud = (gain: number) => 20 * Math.log10(Math.max(SOFTEST, gain));
      const { to: bound, t1 } = volume.bound();
      // A hand that draws a slider calls many times, and a page's ceiling moves it, too: what it has still to go counts.
      const takes = Math.max(0, t1 - now()) + Math.abs(loud(to) - loud(bound)) / SLIDES;
      volume.move(to, now(), now() + Math.max(seconds, Math.min(takes, -loud(0) / SLIDES)));
    },
    strip(output, gain) {
      const trim = fader(gain);
      const share = fader(0);
      output.connect(trim.node).connect(share.node).connect(levels.on.node);
      return {
        trim,
        share,
        remove() {
          output.disconnect(trim.node);
          share.node.disconnect();
        },
      };
    },
  };
}
