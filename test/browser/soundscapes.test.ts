import { expect } from '@open-wc/testing';
import { createSoundscape, soundscapeNames, type SoundscapeName } from '../../src/music/soundscapes/index.js';

const RATE = 24_000;
const SECONDS = 12;

interface Sound {
  left: Float32Array;
  right: Float32Array;
}

/** What this browser renders of a soundscape's beginning. */
async function render(
  name: SoundscapeName,
  intensity: number,
  then?: (scape: ReturnType<typeof createSoundscape>) => void,
  seed = 5,
): Promise<Sound> {
  const ctx = new OfflineAudioContext(2, SECONDS * RATE, RATE);
  const soundscape = createSoundscape(ctx, name, seed, intensity);
  soundscape.output.connect(ctx.destination);
  soundscape.advance(SECONDS);
  then?.(soundscape);
  const buffer = await ctx.startRendering();
  return { left: buffer.getChannelData(0), right: buffer.getChannelData(1) };
}

/** Root mean square from one second to another, both channels. */
function level({ left, right }: Sound, from: number, to: number): number {
  const [first, last] = [Math.round(from * RATE), Math.round(to * RATE)];
  let sum = 0;
  for (let i = first; i < last; i++) sum += left[i]! ** 2 + right[i]! ** 2;
  return Math.sqrt(sum / (2 * (last - first)));
}

const decibels = (value: number) => 20 * Math.log10(value);

for (const name of soundscapeNames) {
  describe(`soundscape ${name}`, () => {
    let sound: Sound;
    before(async () => {
      sound = await render(name, 5);
    });

    it('is heard within its first second, and at its level soon after', () => {
      expect(decibels(level(sound, 0.5, 1))).to.be.greaterThan(-45);
      expect(decibels(level(sound, 4, SECONDS))).to.be.within(-32, -17);
    });

    it('is made of numbers, stays far below full scale and never jumps', () => {
      let peak = 0;
      let jump = Math.abs(sound.left[0]!);
      for (const samples of [sound.left, sound.right]) {
        for (let i = 1; i < samples.length; i++) {
          peak = Math.max(peak, Math.abs(samples[i]!));
          jump = Math.max(jump, Math.abs(samples[i]! - samples[i - 1]!));
        }
        expect(samples.every(Number.isFinite)).to.equal(true);
      }
      expect(peak).to.be.lessThan(0.5);
      // A click is a step out of keeping with the steepest slope of tones below a few kHz at this level.
      expect(jump).to.be.lessThan(0.09);
    });

    it('has no offset, and loses nothing in mono', () => {
      let [sum, both, left, right] = [0, 0, 0, 0];
      sound.left.forEach((value, i) => {
        const other = sound.right[i]!;
        sum += value + other;
        both += value * other;
        left += value * value;
        right += other * other;
      });
      expect(Math.abs(sum / (2 * sound.left.length))).to.be.lessThan(1e-3);
      expect(both / Math.sqrt(left * right)).to.be.greaterThan(0);
    });

    it('moves to another intensity without a step', async () => {
      const moved = await render(name, 1, (soundscape) => soundscape.setIntensity(5, 6));
      const levels = Array.from({ length: (SECONDS - 4) * 10 }, (_, n) => level(moved, 4 + n / 10, 4.1 + n / 10));
      levels.slice(1).forEach((value, n) => expect(Math.abs(decibels(value / levels[n]!))).to.be.lessThan(3));
    });

    it('is the same again when a session is replayed, and another with another seed', async () => {
      const [again, other] = [await render(name, 5), await render(name, 5, undefined, 6)];
      // In an engine that went round the hall's loops now one way, now another, they were up to 3 dB apart.
      const apart = (one: Sound) => {
        const steps = Array.from({ length: 2 * SECONDS - 2 }, (_, n) => [1 + n / 2, 1.5 + n / 2] as const);
        return Math.max(
          ...steps.map(([from, to]) => Math.abs(decibels(level(one, from, to) / level(sound, from, to)))),
        );
      };
      expect(apart(again)).to.be.lessThan(1);
      expect(apart(other)).to.be.greaterThan(1.5);
    });

    it('is silent once stopped', async () => {
      const stopped = await render(name, 3, (soundscape) => soundscape.stop());
      expect(level(stopped, 0, SECONDS)).to.equal(0);
    });
  });
}

describe('a soundscape that plays', () => {
  it('can be stopped and begun anew as often as wanted, in a living context', async () => {
    const ctx = new AudioContext();
    for (let round = 0; round < 10; round++) {
      const soundscape = createSoundscape(ctx, 'shore', round, 3);
      soundscape.output.connect(ctx.destination);
      soundscape.advance(ctx.currentTime + 90);
      soundscape.setIntensity(4, 20);
      soundscape.setIntensity(2, 20);
      soundscape.advance(ctx.currentTime + 120);
      soundscape.stop();
    }
    await ctx.close();
  });
});
