import { setTimeout as reallyPassed } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

type Status = 'idle' | 'prepared' | 'open' | 'closing' | 'ended';

/** What brings a new room to a status. The dose has a rest after it, a later phase to go to and a planned end. */
const ways: Record<Status, [name: string, ...args: unknown[]][]> = {
  idle: [],
  prepared: [['prepare', { protocol: 'nasal' }]],
  open: [['prepare', { protocol: 'nasal' }], ['open'], ['dose']],
  closing: [['prepare', { protocol: 'nasal' }], ['open'], ['dose'], ['close']],
  ended: [['prepare', { protocol: 'nasal' }], ['open'], ['dose'], ['end']],
};
const any = Object.keys(ways).join(' ');
const session = 'prepared open closing ended';

/** The contract's table of methods: what it is called with, and when it is allowed. */
const table: [name: string, args: unknown[], when: string][] = [
  ['prepare', [], 'idle prepared ended'],
  ['open', [], 'prepared'],
  ['dose', [], session],
  // Dosed, or dwelling; undo has something to take back.
  ['doseChange', [0, 'ended'], 'open closing ended'],
  ['endDwell', [0, 'other'], 'open closing ended'],
  ['undo', [], 'open closing ended'],
  ['given', [{ what: 'water' }], session],
  ['amend', [0, { code: 'KQ7TR' }], session],
  ['change', [{}], 'open closing'],
  ['next', [], 'open'],
  ['goTo', ['landing'], 'open'],
  ['stay', [], 'open'],
  ['goOn', [], 'open'],
  ['extend', [5], 'open'],
  ['quieter', [], any],
  ['louder', [], any],
  ['setVolume', [0.5], any],
  ['listen', [null], 'idle prepared'],
  ['gentler', [], 'open closing'],
  ['fuller', [], 'open closing'],
  ['skip', [], 'open closing'],
  ['silence', [], 'open closing'],
  ['music', [], 'open closing'],
  ['speak', [true], 'open closing'],
  ['attend', [true], 'open closing'],
  ['away', [true], 'open closing'],
  ['mark', [], 'open closing'],
  ['note', ['a word'], any],
  ['checkIn', ['bp@before', { systolic: 120 }], session],
  ['skipCheckIn', ['nothing'], session],
  ['laterCheckIn', ['nothing'], session],
  ['record', ['look', { look: 'resting' }], session],
  ['handOver', [{ to: 'MB' }], session],
  ['close', [], 'open'],
  // The list is gone through while closing, and what was forgotten afterwards.
  ['tick', ['nothing', true], 'open closing ended'],
  ['end', [], 'open closing'],
  ['reopen', [], 'ended'],
  ['leave', [], 'prepared ended'],
  ['lock', [], any],
  ['unlock', [], any],
  ['seal', ['low tide'], any],
  ['read', ['nobody'], any],
  ['sessions', [], any],
  ['export', ['nobody', 'json'], any],
  ['import', [new Blob(['{}'])], any],
  ['erase', ['nobody'], any],
];
const when = Object.fromEntries(table.map(([name, , when]) => [name, when]));

/** What a call comes to: `done`, or the code of its refusal. */
async function outcome(windows: Windows, window: TestWindow, name: string, args: unknown[]): Promise<string | null> {
  let outcome: string | null = null;
  window.call(name, ...args).then(
    () => (outcome = 'done'),
    (error: { code?: string }) => (outcome = error.code ?? String(error)),
  );
  for (let i = 0; i < 2000 && !outcome; i++) {
    await windows.pass(5);
    // Making a key takes real time.
    if (i > 200) await reallyPassed(1);
  }
  return outcome;
}

async function at(status: Status) {
  const windows = new Windows();
  const window = await windows.open();
  const call = (name: string, ...args: unknown[]) => outcome(windows, window, name, args);
  for (const way of ways[status]) expect(await call(...way)).toBe('done');
  expect(window.room.state.status).toBe(status);
  return { window, call, can: () => [...window.room.state.can].sort() };
}

describe.each(Object.keys(ways) as Status[])('`state.can` while %s', { timeout: 60_000 }, (status) => {
  const allowed = table.flatMap(([name, , when]) => (when.split(' ').includes(status) ? name : [])).sort();

  it('is what the contract’s table allows, and nothing else', async () => {
    expect((await at(status)).can()).toEqual(allowed);
  });

  it('leaves out what is refused', async () => {
    const { call, can } = await at(status);
    for (const [name, args] of table)
      if (!allowed.includes(name)) expect([name, await call(name, ...args)]).toEqual([name, 'not-now']);
    expect(can()).toEqual(allowed);
  });

  it('has nothing that is refused for the status', async () => {
    let room = await at(status);
    for (const [name, args] of table.filter(([name]) => allowed.includes(name))) {
      // What was done before may have led elsewhere.
      if (`${room.can()}` !== `${allowed}`) room = await at(status);
      expect([name, await room.call(name, ...args)]).not.toEqual([name, 'not-now']);
    }
  });
});

describe('`state.can` and the lock', { timeout: 60_000 }, () => {
  const private_ = ['seal', 'read', 'export'];

  it('of a curtain: what is private can be read all the same, and no passphrase can be set under it', async () => {
    const { call, can } = await at('open');
    await call('lock');
    expect(can().filter((name) => private_.includes(name))).toEqual(['export', 'read']);
    expect(await call('seal', 'low tide')).toBe('locked');
    expect(await call('lock')).toBe('done');
  });

  it('of a sealed room: nothing can be read while it is locked, and it gets no second passphrase', async () => {
    const { window, call, can } = await at('open');
    expect(await call('seal', 'low tide')).toBe('done');
    expect(can().filter((name) => private_.includes(name))).toEqual(['export', 'read']);
    expect(await call('seal', 'low tide')).toBe('not-now');
    await call('lock');
    expect(can().filter((name) => private_.includes(name))).toEqual([]);
    expect(can()).toEqual(expect.arrayContaining(['lock', 'unlock', 'sessions', 'import', 'erase']));
    for (const name of ['read', 'export'])
      expect(await call(name, window.room.state.session, 'json'), name).toBe('locked');
    expect(await call('unlock', 'low tide')).toBe('done');
    expect(await call('unlock')).toBe('done');
  });
});

it('the contract’s table and the methods of a session are the same', async () => {
  const { methods } = await import('../../src/session/index.js');
  expect(methods.filter((name) => !(name in when))).toEqual(['clockChanged']);
});
