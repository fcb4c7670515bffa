import { describe, expect, it } from 'vitest';
import { killed } from './support/kills.js';
import { engines } from './support/launch.js';

/** A few here, since each is a browser of its own; `npm run soak -- kills` does a hundred. */
describe('a browser that is killed in the middle of a rehearsal', () => {
  it.for([
    ['chromium', 3],
    ['firefox', 2],
  ] as const)('loses nothing that was acknowledged: %s, %i times', async ([engine, kills], { skip }) => {
    skip(!engines[engine]);
    const { faults, durabilities, acknowledged, inFlight } = await killed(engine, kills, () => undefined);
    console.log(`${engine}: ${kills} kills, ${acknowledged} entries acknowledged, ${inFlight} in flight`);
    expect(faults).toEqual([]);
    expect(acknowledged).toBeGreaterThan(kills);
    // No kill shows what a power cut would do: that is for the disk, which is asked to have it first.
    expect(Object.keys(durabilities)).toEqual(['strict']);
  });
});
