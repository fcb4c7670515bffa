import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/session/index.js';
import { other, plan } from './support/fixtures.js';
import { dosed, prepared, refusal } from './support/simulate.js';

const course = (sim: ReturnType<typeof dosed>) =>
  sim.session!.visits.map(({ phase, enteredAt }) => [phase, enteredAt / MINUTE]);

describe('phases', () => {
  it('follow each other by length, and the last never ends', () => {
    const sim = dosed(plan, 2).until(300);
    expect(course(sim)).toEqual([
      ['settle', 0],
      ['onset', 2],
      ['build', 7],
      ['peak', 17],
      ['return', 37],
      ['landing', 52],
    ]);
    expect(sim.state).toMatchObject({ status: 'open', phase: { endsAt: 72 * MINUTE } });
  });

  it('wait for the dose however long it takes', () => {
    expect(prepared().do('open').until(240).state.phase!.id).toBe('settle');
  });

  it('are shifted by an early next', () => {
    const sim = dosed().until(3).do('next').until(20);
    expect(course(sim)).toEqual([
      ['settle', 0],
      ['onset', 0],
      ['build', 3],
      ['peak', 13],
    ]);
  });

  it('do not end by time while stayed in, and go on at once when past their end', () => {
    const sim = dosed().until(3).do('stay').until(9);
    expect(sim.state.phase).toMatchObject({ id: 'onset', stayed: true, endsAt: 5 * MINUTE });
    sim.do('goOn');
    expect(sim.state.phase).toMatchObject({ id: 'build', stayed: false, enteredAt: 9 * MINUTE, endsAt: 19 * MINUTE });
  });

  it('keep their planned end when gone on before it', () => {
    const sim = dosed().until(1).do('stay').until(2).do('goOn');
    expect(sim.state.phase).toMatchObject({ id: 'onset', stayed: false, endsAt: 5 * MINUTE });
    expect(sim.until(6).state.phase!.id).toBe('build');
  });

  it('grow by what they are extended', () => {
    const sim = dosed().until(3).do('extend', 4).until(8);
    expect(sim.state.phase).toMatchObject({ id: 'onset', endsAt: 9 * MINUTE });
    expect(sim.until(10).state.phase!.id).toBe('build');
    expect(refusal(() => prepared().do('open').do('extend', 5))).toBe('not-now');
    for (const minutes of [0, -1, 241, NaN, '5'])
      expect(refusal(() => sim.do('extend', minutes as never))).toBe('bad-value');
  });

  it('can be chosen out of order; the plan goes on from there', () => {
    const sim = dosed().until(3).do('goTo', 'return').until(20);
    expect(course(sim).slice(2)).toEqual([
      ['return', 3],
      ['landing', 18],
    ]);
    expect(refusal(() => sim.do('goTo', 'nowhere'))).toBe('unknown');
    expect(refusal(() => sim.do('next'))).toBe('not-now');
  });

  it('asked for twice are entered once', () => {
    const sim = dosed().until(3).do('goTo', 'peak').do('goTo', 'peak').do('stay').do('stay').do('goOn').do('goOn');
    expect(sim.of('phase-entered').filter(({ data }) => data.phase === 'peak')).toHaveLength(1);
    expect([sim.of('stayed'), sim.of('went-on')].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('stand still once the session closes', () => {
    expect(dosed().until(3).do('close').until(30).state.phase!.id).toBe('onset');
  });
});

describe('a change of protocol in the session', () => {
  it('keeps doses and clock, and stands where the new plan is at this minute', () => {
    const sim = dosed(plan, 5).until(15).do('change', { protocol: other });
    expect(sim.state).toMatchObject({ protocol: { id: 'other' }, doses: [{ t: 5 * MINUTE }] });
    expect(sim.state.phase).toMatchObject({ id: 'first', index: 1, enteredAt: 15 * MINUTE, endsAt: 35 * MINUTE });
    expect(sim.until(40).state.phase!.id).toBe('rest');
  });

  it('at the very minute of a new phase stands in it', () => {
    expect(dosed().until(30).do('change', { protocol: other }).state.phase!.id).toBe('rest');
  });

  it('past the end of the new plan stays in its last phase', () => {
    const sim = dosed().until(90).do('change', { protocol: other });
    expect(sim.state.phase).toMatchObject({ id: 'rest', enteredAt: 90 * MINUTE, endsAt: 90 * MINUTE });
  });

  it('before the dose stands in its first phase, which the dose ends', () => {
    const sim = prepared().do('open').until(3).do('change', { protocol: other });
    expect(sim.state.phase!.id).toBe('quiet');
    expect(sim.do('dose').state.phase!.id).toBe('first');
  });

  it('counts check-ins from now, under names of their own, and back and forth never reuses one', () => {
    const sim = dosed().until(16).do('change', { protocol: other }).until(27).do('change', { protocol: plan });
    sim.until(52).do('change', { protocol: other }).until(58);
    const ids = sim.of('check-in-due').map(({ data }) => `${data.t / MINUTE} ${data.id}`);
    expect(ids).toEqual([
      '0 bp@before',
      '8 after@8',
      '10 way@10',
      '15 look@15',
      // Limited to peak, which begins within its window.
      '14 deep@14',
      '21 bp@5~2',
      '26 look@10~2',
      // peak is entered anew at 27 and left at 35: of `deep`, limited to it, only minute 3 is met.
      '30 deep@3~2',
      '35 after@8~2',
      '37 way@10~2',
      '42 look@15~3',
      '47 bp@20~3',
      '57 bp@5~4',
    ]);
    expect(new Set(sim.state.checkIns.map(({ id }) => id)).size).toBe(sim.state.checkIns.length);
  });

  it('before opening changes what was chosen', () => {
    const sim = prepared().do('prepare', { protocol: other } as never);
    expect(sim.state).toMatchObject({ status: 'prepared', protocol: { id: 'other' }, playlist: { id: 'list' } });
    expect(sim.do('open').state.phase!.id).toBe('quiet');
  });
});

describe('intensity', () => {
  it('never rises above 4 by itself, but does when asked', () => {
    expect(dosed().until(16).state.music.intensity).toBe(4);
    expect(dosed().do('goTo', 'peak').state.music.intensity).toBe(5);
    expect(dosed().until(14).do('fuller').do('fuller').until(16).state.music.intensity).toBe(5);
  });

  it.each([
    ['silent', (sim: ReturnType<typeof dosed>) => sim.do('silence')],
    ['speaking', (sim: ReturnType<typeof dosed>) => sim.do('speak', true)],
  ])('while %s falls with the phases and never rises', (_, hush) => {
    const sim = hush(dosed().until(1)).until(20);
    expect(sim.state).toMatchObject({ phase: { id: 'peak' }, music: { intensity: 2 } });
    expect(sim.until(60).state.music.intensity).toBe(1);
  });

  it('comes back a step gentler than the phase, never mid-swell', () => {
    const sim = dosed().until(16).do('silence').do('music');
    expect(sim.state.music.intensity).toBe(4);
    sim.do('goTo', 'build').do('silence').do('music');
    expect(sim.state.music.intensity).toBe(2);
  });

  it('keeps within 1 and 5', () => {
    const sim = dosed();
    for (let i = 0; i < 6; i++) sim.do('fuller');
    expect(sim.state.music.intensity).toBe(5);
    for (let i = 0; i < 6; i++) sim.do('gentler');
    expect(sim.state.music.intensity).toBe(1);
    expect(sim.of('intensity-set')).toHaveLength(7);
  });
});
