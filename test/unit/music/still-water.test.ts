import { describe, expect, it } from 'vitest';
import { stillWater } from '../../../src/music/playlist/builtin.js';
import { protocol, Simulated, Told, track } from '../../support/simulated-music.js';

/** The soundscapes of an hour in the deepest phase, each with its seed. */
function anHourDeep() {
  const plan = protocol('settle:-:1 peak:60:4 return:20:2');
  const sim = new Simulated(new Told(stillWater.tracks, plan, stillWater.id));
  sim.do('open');
  sim.clock.pass(30);
  sim.enter('peak');
  sim.clock.pass(3600);
  return sim.scapes.map(({ name, seed }) => ({ name, seed }));
}

describe('an hour in the deepest phase', () => {
  const played = anHourDeep();

  it('is shared by two soundscapes in turn, a quarter of an hour each', () => {
    const [first, ...peak] = played.map(({ name }) => name);
    expect(first).toBe('hush');
    expect(peak.slice(0, 4)).toEqual(['deep', 'vault', 'deep', 'vault']);
  });

  it('is never the same music twice, and is the same again when it is replayed', () => {
    expect(new Set(played.map(({ seed }) => seed)).size).toBe(played.length);
    expect(anHourDeep()).toEqual(played);
  });

  it('nor where the list is changed for another, and back', () => {
    const sim = new Simulated(new Told(stillWater.tracks, protocol(), stillWater.id));
    sim.do('open');
    sim.clock.pass(60);
    for (const list of [{ ...stillWater, id: 'other', tracks: [track('z')] }, stillWater]) {
      sim.do('change', { playlist: list });
      sim.clock.pass(60);
    }
    const [first, second] = sim.scapes;
    expect(second!.name).toBe(first!.name);
    expect(second!.seed).not.toBe(first!.seed);
  });
});
