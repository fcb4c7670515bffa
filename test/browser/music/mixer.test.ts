import { expect } from '@open-wc/testing';
import { createFader } from '../../../src/music/fader.js';
import { truePeak } from '../../../src/music/loudness/true-peak.js';
import { createMixer } from '../../../src/music/mixer.js';
import { behindDeck } from '../../../src/music/studio.js';

const RATE = 8000;

/** Renders what a graph built by `build` does; each source is one channel. `clock` is the time moves are made at. */
async function rendered(
  seconds: number,
  channels: number,
  build: (ctx: OfflineAudioContext, clock: { now: number }) => AudioNode[],
) {
  const ctx = new OfflineAudioContext(channels, seconds * RATE, RATE);
  const merger = new ChannelMergerNode(ctx, { numberOfInputs: channels });
  build(ctx, { now: 0 }).forEach((node, i) => node.connect(merger, 0, i));
  merger.connect(ctx.destination);
  const buffer = await ctx.startRendering();
  return Array.from({ length: channels }, (_, i) => buffer.getChannelData(i));
}

const one = (ctx: BaseAudioContext) => {
  const source = new ConstantSourceNode(ctx);
  source.start();
  return source;
};

const steepest = (samples: Float32Array) =>
  samples.reduce((most, value, i) => Math.max(most, i ? Math.abs(value - samples[i - 1]!) : 0), 0);

describe('shares that overlap and turn round', () => {
  it('keep the power constant on the audio clock, and never step', async () => {
    const expected: ((t: number) => number)[] = [];
    const channels = await rendered(40, 3, (ctx, clock) => {
      const shares = [1, 0, 0].map((gain) => createFader(ctx, gain, () => clock.now));
      const to = (voice: number, at: number, seconds: number) => {
        clock.now = at;
        shares.forEach((share, i) => share.move(i === voice ? 1 : 0, at, at + seconds, true));
      };
      to(1, 1, 12);
      to(2, 6, 8);
      to(1, 8, 8);
      to(0, 9.013, 20);
      expected.push(...shares.map((share) => share.at));
      return shares.map(({ node }) => one(ctx).connect(node));
    });
    let farthest = 0;
    for (let i = 0; i < channels[0]!.length; i++) {
      const power = channels.reduce((sum, samples) => sum + samples[i]! ** 2, 0);
      farthest = Math.max(farthest, Math.abs(power - 1));
    }
    // ±0.05 dB
    expect(farthest).to.be.lessThan(0.012);
    for (const samples of channels) expect(steepest(samples)).to.be.lessThan(0.01);
    // After the last move the computed curve is the one that is heard.
    for (const t of [9.2, 12, 17, 29.5])
      for (const [i, at] of expected.entries()) expect(channels[i]![t * RATE]).to.be.closeTo(at(t), 0.005);
  });
});

describe('a fade that is cut off', () => {
  it('goes on from where it is, without a step', async () => {
    const [samples] = await rendered(20, 1, (ctx, clock) => {
      const level = createFader(ctx, 1, () => clock.now);
      level.move(0, 0, 4);
      clock.now = 1.507;
      level.move(1, clock.now, clock.now + 12);
      clock.now = 2.111;
      level.move(0.126, clock.now, clock.now + 1.5);
      return [one(ctx).connect(level.node)];
    });
    // The fastest there is: from 1 to −60 dB in 4 s, 1.7 per second.
    expect(steepest(samples!)).to.be.lessThan(2 / RATE);
    expect(samples!.at(-1)).to.be.closeTo(0.126, 0.001);
  });

  it('never begins later than 60 ms after it was asked for', async () => {
    const [samples] = await rendered(2, 1, (ctx, clock) => {
      const level = createFader(ctx, 1, () => clock.now);
      clock.now = 1;
      level.move(0, clock.now, clock.now + 4);
      return [one(ctx).connect(level.node)];
    });
    expect(samples!.findIndex((sample) => sample < 0.9999) / RATE).to.be.within(1, 1.06);
  });
});

describe('the ceiling', () => {
  const SECONDS = 20;
  /** The same noise every time: what it comes to is a fact of the engine, not of the day. */
  const coin = (i: number) => ((Math.imul(i ^ (i >>> 15), 0x2c1b3c6d) ^ Math.imul(i, 0x297a2d39)) & 0x10000 ? -1 : 1);
  const chord = (i: number) =>
    [110, 164.8, 220, 329.6, 554.4, 1318.5].reduce((sum, hz) => sum + Math.sin((2 * Math.PI * hz * i) / 48_000), 0);
  const worst: Record<string, (i: number) => number> = {
    squares: (i) => (i % 200 < 100 ? 1 : -1),
    'the steepest squares there are': (i) => (i % 4 < 2 ? 1 : -1),
    'noise of random ±1': coin,
    impulses: (i) => (i % 500 ? 0 : 1),
    'clipped music': (i) => Math.min(1, Math.max(-1, 4 * chord(i))),
  };

  /** True peak, dBTP, of what several voices of this sound come to, each entering when the one before is on its way out. */
  async function peakOf(sample: (i: number) => number, voices: number, trim: number) {
    const ctx = new OfflineAudioContext(1, SECONDS * 48_000, 48_000);
    let now = 0;
    const mixer = createMixer(ctx, 1, () => now);
    mixer.levels.on.move(1, 0, 0.1);
    const shares = Array.from({ length: voices }, (_, voice) => {
      const buffer = new AudioBuffer({ length: SECONDS * 48_000, sampleRate: 48_000 });
      buffer.getChannelData(0).forEach((_, i, samples) => (samples[i] = sample(i + 37 * voice)));
      const source = new AudioBufferSourceNode(ctx, { buffer });
      source.start();
      return mixer.strip(source, trim).share;
    });
    shares.forEach((share, voice) => {
      now = (voice * SECONDS) / voices;
      const end = now + (2 * SECONDS) / voices;
      shares.forEach((each) => each.move(each === share ? 1 : 0, now, end, true));
    });
    const samples = (await ctx.startRendering()).getChannelData(0);
    return 20 * Math.log10(truePeak(samples, 0, samples.length, 0));
  }

  for (const [name, sample] of Object.entries(worst)) {
    it(`holds for full-scale ${name}`, async () => {
      expect(await peakOf(sample, 1, 1)).to.be.within(-10, -1);
    });

    it(`holds for full-scale ${name} from voices that cross and cross again`, async () => {
      expect(await peakOf(sample, 5, 1)).to.be.within(-10, -1);
    });
  }

  it('still keeps below full scale what a wrong figure has raised far beyond it', async () => {
    expect(await peakOf(coin, 2, 8)).to.be.within(-10, 0);
  });

  it('leaves what is below it as it is', async () => {
    const [samples] = await rendered(3, 1, (ctx) => {
      const ceiling = ctx.createGain();
      const mixer = createMixer(
        {
          createGain: () => ctx.createGain(),
          createWaveShaper: () => ctx.createWaveShaper(),
          destination: ceiling,
        } as never,
        1,
        () => 0,
      );
      mixer.levels.on.move(1, 0, 0.1);
      const source = new ConstantSourceNode(ctx, { offset: 0.4 });
      source.start();
      mixer.strip(source, 1).share.move(1, 0, 0.1);
      return [ceiling];
    });
    expect(samples!.at(-1)).to.be.closeTo(0.4, 0.002);
  });
});

describe('a file of one channel', () => {
  /** The power of both loudspeakers together, over two seconds, of noise in so many channels; it is 0.04 in each. */
  const powerOf = async (channels: number) => {
    const ctx = new OfflineAudioContext(2, 3 * RATE, RATE);
    const buffer = ctx.createBuffer(channels, 3 * RATE, RATE);
    for (let c = 0; c < channels; c++)
      buffer.copyToChannel(
        Float32Array.from({ length: 3 * RATE }, () => (Math.random() < 0.5 ? 0.2 : -0.2)),
        c,
      );
    const source = new AudioBufferSourceNode(ctx, { buffer });
    behindDeck(ctx, source).connect(ctx.destination);
    source.start();
    const heard = await ctx.startRendering();
    const after = RATE * 1.5;
    return [0, 1].map((c) => {
      const samples = heard.getChannelData(c).subarray(after);
      return samples.reduce((sum, value) => sum + value ** 2, 0) / samples.length;
    });
  };

  it('leaves by both loudspeakers with the power it was measured with', async () => {
    const [left, right] = await powerOf(1);
    expect(left! + right!).to.be.closeTo(0.04, 0.001);
    expect(left).to.be.closeTo(right!, 0.0001);
  });

  it('and one of two as it came', async () => {
    for (const power of await powerOf(2)) expect(power).to.be.closeTo(0.04, 0.001);
  });
});
