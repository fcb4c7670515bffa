import { beforeAll, describe, expect, it, vi } from 'vitest';
import { figuresOf, missedAlways, type Figures } from '../../scripts/playlists/figures.mjs';
import { loadSoundscapes, render } from '../../scripts/playlists/render.mjs';
import { soundscapeNames } from '../../src/music/soundscapes/index.js';

/** The short form of `npm run playlists -- --check`: half the rate and less than half a minute, for what goes badly wrong. */
const [rate, seconds, seed] = [24_000, 24, 1];

// Real sound is rendered: a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const soundscapes = await loadSoundscapes();

describe.each(soundscapeNames)('what soundscape %s sounds like', (name) => {
  let gentle: Figures;
  let full: Figures;
  const played = (intensity: number, moves: { at: number; to: number; over: number }[] = []) =>
    render(soundscapes, { name, seed, intensity, seconds, moves, rate });

  beforeAll(async () => {
    gentle = figuresOf(await played(1), rate);
    full = figuresOf(await played(5), rate);
  });

  it('startles nobody: no step, no click, no offset, no silence, whole in mono', () => {
    expect(missedAlways(gentle)).toEqual([]);
    expect(missedAlways(full)).toEqual([]);
  });

  it('is as loud as the others, and little louder at its fullest', () => {
    // So short a stretch may be a decibel beside the whole.
    for (const { loudness } of [gentle, full]) expect(Math.abs(loudness + 23)).toBeLessThan(4);
    expect(full.loudness - gentle.loudness).toBeGreaterThan(-0.5);
    expect(full.loudness - gentle.loudness).toBeLessThan(4);
  });

  it('grows brighter and denser', () => {
    expect(full.centroid).toBeGreaterThan(gentle.centroid * 1.2);
    expect(full.notes).toBeGreaterThan(gentle.notes);
  });

  it('moves to its fullest and back without startling', async () => {
    const moves = [
      { at: 4, to: 5, over: 8 },
      { at: 13, to: 1, over: 8 },
    ];
    expect(missedAlways(figuresOf(await played(1, moves), rate))).toEqual([]);
  });
});

describe('a session that is replayed', () => {
  const again = async (seed: number) => {
    const moves = [{ at: 2, to: 4, over: 4 }];
    const [left] = await render(soundscapes, { name: 'deep', seed, intensity: 3, seconds: 6, moves, rate });
    return Buffer.from(left!.buffer);
  };

  it('sounds the same, sample by sample, and no other sounds like it', async () => {
    const first = await again(7);
    expect(first.equals(await again(7))).toBe(true);
    expect(first.equals(await again(8))).toBe(false);
  });
});
