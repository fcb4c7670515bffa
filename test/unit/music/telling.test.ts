import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CommandName } from '../../../src/session/index.js';
import { Simulated, Told, track, type File } from '../../support/simulated-music.js';

const settle = (...ids: string[]) => ids.map((id) => track(id, { phases: ['settle'] }));
const tracks = [...settle('a', 'b', 'c'), track('o', { phases: ['onset'] }), track('p', { phases: ['build', 'peak'] })];

const files = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'o', 'p'),
  fc.constantFrom<File | null>(null, { seconds: 300, stalls: 5 }, { seconds: 300, loads: 3 }, { seconds: 8 }),
);
type Hand = [command: CommandName, phase?: string];
const places = ['settle', 'onset', 'build', 'peak'].map((phase): Hand => ['goTo', phase]);
const hands = fc.constantFrom<Hand>(
  ['skip'],
  ['next'],
  ['undo'],
  ['gentler'],
  ['fuller'],
  ['silence'],
  ['music'],
  ...places,
);

const fileAt = (location: string, bad: Record<string, File | null>) => {
  const name = /(\w+)\.mp3/.exec(location)![1]!;
  return name in bad ? bad[name]! : { seconds: 300 };
};

/** A hand that moves as fast as it likes, on files of which some are bad. */
function played(bad: Record<string, File | null>, moves: readonly (readonly [Hand, number])[]) {
  const sim = new Simulated(new Told(tracks), (location) => fileAt(location, bad));
  sim.do('open');
  sim.clock.pass(25);
  for (const [[command, ...args], seconds] of moves) {
    try {
      sim.do(command, ...(args as []));
    } catch (error) {
      if (!/not-now|unknown/.test(`${(error as { code?: string }).code}`)) throw error;
    }
    sim.clock.pass(seconds);
  }
  sim.clock.pass(20);
  return sim.told.on.journal;
}

it('of every piece that began it is told that it ended or failed, before another begins', () => {
  fc.assert(
    fc.property(files, fc.array(fc.tuple(hands, fc.constantFrom(0.05, 0.3, 1, 9)), { maxLength: 25 }), (bad, moves) => {
      let playing: string | null = null;
      for (const { type, data } of played(bad, moves)) {
        // A piece may begin again where it was: after a reload, or after a soundscape that stood in while it stalled.
        if (type === 'track-started') expect(data.why === 'resume' ? data.track : null).toBe(playing);
        if (type === 'track-ended') expect(data.track).toBe(playing);
        if (type === 'track-started') playing = data.track;
        else if (type === 'track-ended' || (type === 'track-failed' && data.track === playing)) playing = null;
      }
    }),
    {
      numRuns: 1500,
      examples: [
        // What was turned round in the middle of a crossfade began without an end of the other.
        [
          { a: null },
          [
            [['goTo', 'onset'], 1],
            [['skip'], 0.3],
            [['goTo', 'build'], 0.05],
            [['goTo', 'settle'], 0.05],
          ],
        ],
        // What was on its way back after `undo` was skipped twice.
        [
          {},
          [
            [['skip'], 9],
            [['undo'], 0.05],
            [['skip'], 0.05],
            [['skip'], 0.05],
          ],
        ],
        // What had just failed was skipped.
        [
          { o: { seconds: 300, stalls: 5 }, a: null, p: { seconds: 300, stalls: 5 } },
          [
            [['goTo', 'onset'], 0.05],
            [['skip'], 1],
            [['fuller'], 9],
            [['goTo', 'onset'], 1],
            [['skip'], 0.05],
          ],
        ],
      ],
    },
  );
}, 60_000);
