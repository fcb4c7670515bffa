import { expect, it } from 'vitest';
import { MINUTE } from '../../src/session/index.js';
import { timeline } from '../../src/views/timeline.js';
import { plan } from './session/support/fixtures.js';
import { dosed } from './session/support/simulate.js';

it('takes a leap of the clock that was no sleep out of every moment before it, and of none after', () => {
  const sim = dosed(plan, 2).until(5).do('mark').do('given', { what: 'ondansetron' }).until(10);
  sim.t = 40 * MINUTE;
  sim.write([{ type: 'slept', cause: 'device', data: { from: 10 * MINUTE, to: 40 * MINUTE, certain: false } }]);
  sim.do('clockChanged').do('mark').do('given', { what: 'water' });
  const minutes = (word: string) =>
    timeline(sim.state)
      .filter((moment) => moment.word === word)
      .map(({ t }) => (t - sim.state.doses[0]!.t) / MINUTE);
  expect(minutes('mark')).toEqual([3, 8]);
  expect(minutes('given')).toEqual([3, 8]);
});
