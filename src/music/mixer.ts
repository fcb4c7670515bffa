import { createFader, type Fader } from './fader.js';

/** What the bus is turned down by, each by a gain of its own, so that they multiply. */
export type LevelName = 'on' | 'heard' | 'attend' | 'speak' | 'away';

/**
 * Samples are clipped here, −7.1 dBFS: true peak then stays below −1 dBTP whatever comes together. The worst that was
 * measured, several voices of noise of ±1: −1.5 dBTP in Chromium. Twice the rate is enough for that and costs half the
 * processor time of four times.
 */
const CEILING = 0.44;

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
