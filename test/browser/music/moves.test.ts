import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { moves, rendered, type Hand } from '../../support/rendered-moves.js';
import type { File } from '../../support/simulated-music.js';

const hand = fc.array(
  fc.record({ move: fc.constantFrom(...moves), seconds: fc.double({ min: 0.05, max: 20, noNaN: true }) }),
  { maxLength: 10 },
);
const files = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'o', 'p'),
  fc.constantFrom<File | null>(
    null,
    { seconds: 300, fails: 20 },
    { seconds: 300, stalls: 5 },
    { seconds: 300, cut: 12 },
    { seconds: 300, starts: 4 },
    { seconds: 300, loads: 9 },
    { seconds: 25 },
  ),
);

/** The design's fastest, all at once: attending 30, silence 15, speaking 12, stepping out 3, closing 1 dB/s. */
const FALL = 6.2;
/** The same upwards, in levels a second: three returns of 20 s, speaking 0.87 in 12 s, stepping out 0.75 in 20 s. */
const RISE = 3 / 20 + 0.874 / 12 + 0.749 / 20 + 0.02;
/** From one sample to the next, of a voice's own level: −40 dB. */
const CLICK = 0.01;
/** The design's dip, dB, where a deck has to run its second first, twice over where two of them meet. */
const DIP = -1;

/** The same courses in every run, so that a failure is a change; more of them, or others, when the curves are worked on. */
const COURSES = { numRuns: 15, endOnFailure: true, seed: 20 };

describe('a hand that moves as it likes, as the audio clock renders it', () => {
  it('never lets a level move faster than its curves, doubles nothing, and keeps the power through overlaps', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(hand, async (sequence: Hand[]) => {
        const { fall, rise, click, most, least } = await rendered(sequence);
        expect(fall).to.be.lessThan(FALL);
        expect(rise).to.be.lessThan(RISE);
        expect(click).to.be.lessThan(CLICK);
        expect(most).to.be.lessThan(0.05);
        expect(least).to.be.greaterThan(DIP);
      }),
      COURSES,
    );
  });

  it('moves no level faster, and doubles nothing, where files fail', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(hand, files, async (sequence: Hand[], bad) => {
        const { fall, rise, most } = await rendered(sequence, bad);
        expect(fall).to.be.lessThan(FALL);
        expect(rise).to.be.lessThan(RISE);
        // Not yet held to CLICK: a deck that dies just as another move is made may break off 19 dB down.
        expect(most).to.be.lessThan(0.05);
      }),
      COURSES,
    );
  });
});
