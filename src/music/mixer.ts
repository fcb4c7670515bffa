import { Fader } from './fader.js';

/** What the bus is turned down by, each by a gain of its own, so that they multiply. */
export const levelNames = ['on', 'heard', 'attend', 'speak', 'away'] as const;
export type LevelName = (typeof levelNames)[number];

/** Samples are clipped here, so that true peak stays below −1 dBTP whatever comes together (measured: −1.6 with noise of ±1). */
const CEILING = 0.5;

/** One voice of the mix: what it is trimmed by, and its share of the power. */
export interface Strip {
  readonly input: AudioNode;
  readonly trim: Fader;
  readonly share: Fader;
  remove(): void;
}

/** Voices, then the bus with its levels, the ceiling and the room's volume. */
export class Mixer {
  readonly levels: Readonly<Record<LevelName, Fader>>;
  readonly volume: Fader;
  #ctx: BaseAudioContext;
  #now: () => number;
  #bus: AudioNode;

  /** @param now the audio clock, s; the context's own if left out */
  constructor(ctx: BaseAudioContext, volume: number, now = () => ctx.currentTime) {
    this.#ctx = ctx;
    this.#now = now;
    const ceiling = ctx.createWaveShaper();
    ceiling.curve = new Float32Array([-CEILING, -CEILING, 0, CEILING, CEILING]);
    ceiling.oversample = '4x';
    this.volume = new Fader(ctx, volume, now);
    const levels = levelNames.map((name) => [name, new Fader(ctx, name === 'on' ? 0 : 1, now)] as const);
    this.levels = Object.fromEntries(levels) as Record<LevelName, Fader>;
    const chain: AudioNode[] = [...levels.map(([, { node }]) => node), ceiling, this.volume.node, ctx.destination];
    chain.reduce((from, to) => from.connect(to));
    this.#bus = chain[0]!;
  }

  /** The bus passes something, or will. */
  get open(): boolean {
    return levelNames.every((name) => this.levels[name].target > 0 || this.levels[name].at(this.#now()) > 0);
  }

  /** A new voice, at a share of nothing. */
  strip(output: AudioNode, trim: number): Strip {
    const fader = (gain: number) => new Fader(this.#ctx, gain, this.#now);
    const strip = { input: output, trim: fader(trim), share: fader(0) };
    output.connect(strip.trim.node).connect(strip.share.node).connect(this.#bus);
    return {
      ...strip,
      remove() {
        output.disconnect(strip.trim.node);
        strip.share.node.disconnect();
      },
    };
  }
}
