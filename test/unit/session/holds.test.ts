import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/session/index.js';
import { dosed } from './support/simulate.js';

describe('stop and attend', () => {
  it('holds the phase and lets nothing fall due or lapse', () => {
    const sim = dosed().until(14.5).do('attend', true).until(34.5);
    expect(sim.state).toMatchObject({ attending: true, phase: { id: 'build' } });
    expect(sim.ids('due')).toEqual([]);
    sim.do('attend', false).catchUp();
    expect(sim.state.phase).toMatchObject({ id: 'build', endsAt: 35 * MINUTE });
    // What would have been asked meanwhile is asked now, with its whole window.
    expect(sim.checkIn('look@15')).toMatchObject({ status: 'due', dueAt: 15 * MINUTE, lapsesAt: 39.5 * MINUTE });
    expect(sim.checkIn('bp@20')).toMatchObject({ status: 'due', lapsesAt: 44.5 * MINUTE });
  });

  it('holds the phase that an undo goes back to as well', () => {
    const sim = dosed().until(6).do('next').do('attend', true).until(6.25).do('attend', false).do('undo');
    expect(sim.state.phase).toMatchObject({ id: 'build', endsAt: 15.25 * MINUTE });
  });

  it('never returns by itself', () => {
    expect(dosed().do('attend', true).until(600).state).toMatchObject({ attending: true, phase: { id: 'onset' } });
  });

  it('brings a deferred check-in only afterwards, with its whole window', () => {
    const sim = dosed().until(16).do('laterCheckIn', 'look@15', 2).do('attend', true).until(30);
    expect(sim.checkIn('look@15')!.status).toBe('deferred');
    expect(sim.do('attend', false).catchUp().checkIn('look@15')).toMatchObject({
      status: 'due',
      lapsesAt: 35 * MINUTE,
    });
  });

  it('loses no check-in where time zero is corrected meanwhile', () => {
    const sim = dosed().until(29).do('attend', true).until(50);
    sim
      .do('amend', sim.of('dosed')[0]!.seq, { ago: 50 * 60 - 1 })
      .do('attend', false)
      .catchUp();
    expect(sim.ids('due')).toEqual(expect.arrayContaining(['look@30', 'look@45', 'bp@40']));
  });

  it('loses no check-in to a dose given meanwhile, though somebody is still away', () => {
    const sim = dosed().until(14).do('attend', true).do('away', true).until(22).do('dose').do('attend', false);
    expect(sim.catchUp().ids('due')).toContain('look@15');
  });
});

describe('stepping out', () => {
  it('holds the phase and stops the lapse clocks, while check-ins still fall due', () => {
    const sim = dosed().until(18).do('away', true, 'telephone').until(28);
    expect(sim.of('stepped-out')[0]!.private).toEqual({ reason: 'telephone' });
    expect(sim.ids('due')).toEqual(expect.arrayContaining(['look@15', 'bp@20']));
    sim.do('away', false);
    expect(sim.checkIn('look@15')!.lapsesAt).toBe(30 * MINUTE);
    expect(sim.checkIn('bp@20')!.lapsesAt).toBe(38 * MINUTE);
    expect(sim.state.phase).toMatchObject({ id: 'peak', endsAt: 45 * MINUTE });
  });

  it('while attending is one hold, until the last of the two ends', () => {
    const sim = dosed().until(1).do('away', true).until(2).do('attend', true).until(5).do('away', false).until(8);
    expect(sim.state.phase!.id).toBe('onset');
    sim.do('attend', false);
    expect(sim.state.phase!.endsAt).toBe(12 * MINUTE);
  });

  it('holds a phase chosen meanwhile from its own entry on, and the lapse clocks from the beginning', () => {
    const sim = dosed().until(16).do('away', true).until(20).do('next').until(26).do('away', false);
    expect(sim.state.phase).toMatchObject({ id: 'return', enteredAt: 20 * MINUTE, endsAt: 41 * MINUTE });
    expect(sim.checkIn('look@15')!.lapsesAt).toBe(30 * MINUTE);
  });

  it('asked for twice is one', () => {
    const sim = dosed().do('away', true).do('away', true).do('away', false).do('away', false);
    expect([sim.of('stepped-out').length, sim.of('returned').length]).toEqual([1, 1]);
  });

  it('goes on past a stayed phase by the time that counted', () => {
    const sim = dosed().until(1).do('stay').until(2).do('attend', true).until(20).do('goOn');
    expect(sim.state.phase).toMatchObject({ id: 'onset', stayed: false });
    expect(sim.do('attend', false).state.phase!.endsAt).toBe(23 * MINUTE);
  });
});
