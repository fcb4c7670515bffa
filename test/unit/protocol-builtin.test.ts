import { describe, expect, it } from 'vitest';
import { stillWater } from '../../src/music/playlist/builtin.js';
import { builtinProtocols } from '../../src/session/protocol/builtin.js';
import type { CheckInPlan, Protocol } from '../../src/session/types.js';

const named = (id: string) => builtinProtocols.find((each) => each.id === id) as Protocol;

/** Where each phase begins, in minutes from the dose, and where the plan ends. */
function bounds({ phases }: Protocol): number[] {
  let at = 0;
  return [0, ...phases.slice(1).map(({ minutes }) => (at += minutes ?? NaN))];
}

/** All minutes at which check-ins of a kind fall due before `end`, and the words among them. */
function times(protocol: Protocol, kind: CheckInPlan['kind'], end: number) {
  const found = protocol.checkIns
    .filter((plan) => plan.kind === kind)
    .flatMap(({ at = [], every = Infinity, after = 0, until = end }) => [
      ...at,
      ...Array.from({ length: Math.floor((Math.min(until, end) - after) / every) }, (_, i) => after + every * (i + 1)),
    ]);
  return {
    minutes: [...new Set(found.filter((at) => typeof at === 'number'))].sort((a, b) => a - b),
    words: found.filter((at) => typeof at === 'string'),
  };
}

describe('the built-in protocols', () => {
  it('are five, in the order they are offered', () => {
    expect(builtinProtocols.map(({ id }) => id)).toEqual(['im', 'iv', 'lozenge', 'nasal', 'open']);
  });

  it.each([
    ['im', [0, 5, 12, 32, 55, 75]],
    ['iv', [0, 12, 25, 40, 60, 90]],
    ['lozenge', [0, 12, 25, 35, 60, 85, 120]],
    ['nasal', [0, 10, 25, 55, 90, 120]],
    ['open', [0, 10, 25, 55, 75, 90]],
  ])('%s turns at the minutes that practice gives: %j', (id, minutes) => {
    expect(bounds(named(id))).toEqual(minutes);
  });

  it.each([
    ['im', [15, 30], ['before', 'end']],
    ['iv', [10, 20, 30, 40, 55, 70, 85, 100], ['before', 'end']],
    ['lozenge', [], ['before', 'end']],
    ['nasal', [40], ['before', 'end']],
    ['open', [], ['before', 'end']],
  ])('%s asks for vitals at %j and %j', (id, minutes, words) => {
    expect(times(named(id), 'vitals', 100)).toEqual({ minutes, words });
  });

  it.each(builtinProtocols.map((each) => [each.id, each] as const))(
    '%s looks in every quarter of an hour',
    (id, each) => {
      expect(times(each, 'look', 60).minutes).toEqual(id === 'im' ? [5, 10, 15, 30, 45, 60] : [15, 30, 45, 60]);
    },
  );

  it('count from the newest device in nasal, and from the first dose elsewhere', () => {
    for (const { id, checkIns } of builtinProtocols)
      for (const plan of checkIns) expect(plan.from ?? 'first').toBe(id === 'nasal' ? 'last' : 'first');
  });

  it('keep a lozenge in the mouth for 12 minutes and rest 5 between devices, nothing else', () => {
    expect(builtinProtocols.map(({ dwell }) => dwell && [dwell.minutes, dwell.last])).toEqual([
      null,
      null,
      [12, true],
      [5, false],
      null,
    ]);
  });

  it('settle without an end before the dose, and never reach the fullest by themselves', () => {
    for (const { phases } of builtinProtocols) {
      expect(phases[0]).toEqual({ id: 'settle', label: 'Settle', minutes: null, intensity: 1 });
      expect(Math.max(...phases.map(({ intensity }) => intensity))).toBe(4);
      expect(phases.at(-1)).toMatchObject({ label: 'Landing', intensity: 1 });
    }
  });

  it('ask the patient nothing while they are away: ratings before and after only', () => {
    for (const { checkIns } of builtinProtocols)
      for (const plan of checkIns) if (plan.kind === 'rate') expect(plan.phases).toEqual(['settle', 'integration']);
  });

  it('rate within the last phase as planned', () => {
    for (const protocol of builtinProtocols) {
      const [from = 0, to = 0] = bounds(protocol).slice(-2);
      for (const at of times(protocol, 'rate', 200).minutes) {
        expect(at).toBeGreaterThanOrEqual(from);
        expect(at).toBeLessThan(to);
      }
    }
  });

  it('claim nothing: no readiness, no amounts, no thresholds', () => {
    const words = JSON.stringify(builtinProtocols);
    expect(words).not.toMatch(/ready|safe|normal|\bmg\b|mmHg|%|below|above/i);
  });

  it('have music without a file in every phase', () => {
    const suited = new Set(stillWater.tracks.flatMap(({ phases }) => phases));
    for (const { id, phases } of builtinProtocols)
      for (const phase of phases) expect([...suited], `${id} ${phase.id}`).toContain(phase.id);
  });
});
