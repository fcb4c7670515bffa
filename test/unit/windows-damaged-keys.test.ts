import { beforeEach, describe, expect, it, vi } from 'vitest';
import { everything, put, raw } from './support/raw.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();
beforeEach(() => {
  for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
});

const bytes = (length: number) => new Uint8Array(length);
const whole = { point: bytes(65), wrapped: bytes(100).buffer, salt: bytes(16), vector: bytes(12), rounds: 600_000 };
const DAMAGED: [string, unknown][] = [
  ['nothing of it', {}],
  ['text', 'rust'],
  ['a number', 7],
  ['false', false],
  ['an empty text', ''],
  ['a point that is too short', { ...whole, point: bytes(64) }],
  ['a point that is none of the curve', whole],
  ['a point that is text', { ...whole, point: 'x'.repeat(65) }],
  ['no half that opens', { ...whole, wrapped: undefined }],
  ['no salt', { ...whole, salt: null }],
  ['a vector that is too long', { ...whole, vector: bytes(13) }],
  ['rounds that are none', { ...whole, rounds: NaN }],
];

/** A window of a room whose record of its passphrase is this. */
async function opened(keys: unknown) {
  const windows = new Windows();
  const before = await windows.open();
  const send = async (to: TestWindow, ...[name, ...args]: Parameters<TestWindow['send']>) => {
    const sent = to.send(name, ...args);
    await windows.pass(300);
    return sent.outcome;
  };
  await send(before, 'prepare', { protocol: 'im', code: 'KQ7TR' });
  await send(before, 'open');
  await send(before, 'mark', 'before');
  before.crash();
  await put(['room', 'keys'], keys);
  const window = await windows.open();
  return { windows, window, send, session: window.room.state.session! };
}

describe.each(DAMAGED)('a record of the room’s passphrase in which there is %s', (_, keys) => {
  it('is left as it is; the journal is stored on, and what is typed stands nowhere in clear', async () => {
    const { windows, window, send, session } = await opened(keys);
    expect(await send(window, 'dose', { note: 'not for the disk' })).toBe('done');
    expect(await send(window, 'mark', 'not for the disk')).toBe('done');
    await windows.pass(20_000);
    expect(window.room.state).toMatchObject({ storage: 'durable', status: 'open', sealed: true });
    // For as long as this window lives it can be read, and taken away.
    expect(JSON.stringify(await window.read())).toMatch(/before.*not for the disk/);

    const stored = await everything();
    expect(JSON.stringify(stored)).not.toContain('not for the disk');
    expect(await raw('readonly', (store) => store.get(['room', 'keys']))).toEqual(keys);
    window.crash();
    const again = await windows.open();
    expect(again.room.state).toMatchObject({ session, storage: 'durable', status: 'open' });
    expect(again.room.state.journal.map(({ type }) => type)).toEqual(expect.arrayContaining(['dosed', 'marked']));
    expect(JSON.stringify(await again.read())).toContain('before');
  });
});

describe('a room whose record of its passphrase is damaged', () => {
  it('says so, in every window, and asks for no passphrase that would open nothing', async () => {
    const { windows, window, send } = await opened({});
    const second = await windows.open();
    for (const each of [window, second]) {
      expect(each.heard.filter((type) => type === 'still-problem')).toHaveLength(1);
      expect(each.room.state).toMatchObject({ unsealable: true, locked: false });
    }
    expect(await send(window, 'seal', 'another')).toBe('storage');
    expect(await send(second, 'lock')).toBe('done');
    expect(second.room.state.locked).toBe(true);
    // A curtain hides it, and scripts of the page can read it all the same.
    expect(second.room.state.can).toEqual(expect.arrayContaining(['read', 'export', 'unlock']));
    expect(JSON.stringify(await second.read())).toContain('before');
    expect(await send(second, 'unlock', 'a guess')).toBe('done');
    expect(second.room.state.locked).toBe(false);
  });

  it('can be erased, and is as new then', async () => {
    const { window, send } = await opened({});
    await send(window, 'end');
    expect(await send(window, 'erase', 'all')).toBe('done');
    expect(window.room.state).toMatchObject({ sealed: false, unsealable: false });
    expect(await send(window, 'prepare', { protocol: 'im', code: 'NEW' })).toBe('done');
    expect((await window.read())[0]!.private).toMatchObject({ code: 'NEW' });
    window.crash();
  });
});
