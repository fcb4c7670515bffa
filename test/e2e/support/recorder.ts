import { spawn } from 'node:child_process';
import { sinkName, type Sink } from './launch.js';

/**
 * Listens to what leaves the machine: the monitor of a null sink, so what a person in the room would hear. `npm test`
 * starts the sound server (scripts/setup/sound.mjs); where there is none, `canListen` is false.
 */
export const canListen = process.env.STILLROOM_LISTEN === '1';

const RATE = 48_000;

/** A recording that runs until `stop`. */
export interface Recording {
  /** Seconds recorded so far. */
  readonly seconds: number;
  /** Ends it. */
  stop(): Promise<Heard>;
}

/** Starts to record; resolves once samples arrive. */
export async function record(sink: Sink = 'room'): Promise<Recording> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const flags = ['--format=float32le', `--rate=${RATE}`, '--channels=1', '--latency-msec=20'];
  const parec = spawn('parec', ['-d', `${sinkName(sink)}.monitor`, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => parec.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    parec.once('error', reject);
    parec.once('exit', (code) => reject(new Error(`parec ended with ${code} before it heard anything.`)));
    parec.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      resolve();
    });
  });
  return {
    get seconds() {
      return bytes / 4 / RATE;
    },
    async stop() {
      parec.kill('SIGTERM');
      await gone;
      const all = Buffer.concat(chunks);
      const samples = new Float32Array(Math.floor(all.length / 4));
      for (let i = 0; i < samples.length; i++) samples[i] = all.readFloatLE(4 * i);
      return new Heard(samples);
    },
  };
}

/** What was recorded, as levels. */
export class Heard {
  readonly samples: Float32Array;
  readonly rate: number;

  constructor(samples: Float32Array, rate = RATE) {
    this.samples = samples;
    this.rate = rate;
  }

  get seconds(): number {
    return this.samples.length / this.rate;
  }

  /** From one second to another. */
  between(from: number, to: number): Heard {
    return new Heard(this.samples.subarray(Math.round(from * this.rate), Math.round(to * this.rate)), this.rate);
  }

  /** Root mean square of each window, in dBFS (a full-scale sine is −3). Nothing at all is −200. */
  levels(windowMs = 100): number[] {
    const size = Math.round((windowMs / 1000) * this.rate);
    const levels: number[] = [];
    for (let at = 0; at + size <= this.samples.length; at += size) {
      let sum = 0;
      for (let i = at; i < at + size; i++) sum += (this.samples[i] ?? 0) ** 2;
      levels.push(Math.max(-200, 10 * Math.log10(sum / size || Number.MIN_VALUE)));
    }
    return levels;
  }

  /** Level of the whole, in dBFS. */
  get level(): number {
    return this.levels((this.samples.length / this.rate) * 1000)[0] ?? -200;
  }

  /** The level of its middle window, in dBFS: a drop-out of the machine does not move it. */
  get typicalLevel(): number {
    const levels = this.levels().sort((a, b) => a - b);
    return levels[levels.length >> 1] ?? -200;
  }

  /** Seconds from the start to the first window above the threshold; `null` if nothing was heard. */
  firstSound(aboveDb = -50, windowMs = 5): number | null {
    const index = this.levels(windowMs).findIndex((level) => level > aboveDb);
    return index < 0 ? null : (index * windowMs) / 1000;
  }

  /** Seconds to the end of the last window above the threshold. */
  lastSound(aboveDb = -50, windowMs = 5): number | null {
    const index = this.levels(windowMs).findLastIndex((level) => level > aboveDb);
    return index < 0 ? null : ((index + 1) * windowMs) / 1000;
  }

  /** Only what lies between the first sound and the last. */
  trimmed(aboveDb = -50): Heard {
    return this.between(this.firstSound(aboveDb) ?? 0, this.lastSound(aboveDb) ?? 0);
  }

  /** The longest run of windows below the threshold, in ms. */
  longestSilence(belowDb = -50, windowMs = 5): number {
    let longest = 0;
    let run = 0;
    for (const level of this.levels(windowMs)) {
      run = level < belowDb ? run + windowMs : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** The biggest change of level from one window to the next, in dB. */
  biggestStep(windowMs = 100): number {
    return this.levels(windowMs).reduce(
      (most, level, i, all) => Math.max(most, Math.abs(level - (all[i - 1] ?? level))),
      0,
    );
  }
}
