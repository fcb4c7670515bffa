import { describe, expect, it } from 'vitest';
import { loseFiles } from './support/lost-files.js';
import { keys } from './support/raw.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

/** A session with a dose and five marks, whose window is gone. @returns its id */
async function stored(windows: Windows): Promise<string> {
  const window = await windows.open();
  await sent(windows, window, 'prepare', { protocol: 'im' });
  await sent(windows, window, 'open');
  await sent(windows, window, 'dose');
  for (let i = 0; i < 5; i++) await sent(windows, window, 'mark', `${i}`);
  const { session } = window.room.state;
  window.crash();
  return session!;
}

/** A command that is done. */
async function sent(windows: Windows, window: TestWindow, ...command: Parameters<TestWindow['send']>): Promise<void> {
  const { outcome } = await settled(windows, window, ...command);
  expect(outcome).toBe('done');
}
async function settled(windows: Windows, window: TestWindow, ...command: Parameters<TestWindow['send']>) {
  const sent = window.send(...command);
  await windows.pass(400);
  return sent;
}

const seqs = ({ room }: TestWindow) => room.state.journal.map(({ seq }) => seq);
const numbers = (to: number) => Array.from({ length: to }, (_, i) => i);
const problems = ({ heard }: TestWindow) => heard.filter((type) => type === 'still-problem').length;

describe('a session of which one value cannot be read', () => {
  it('goes on, and takes whatever comes', async () => {
    const windows = new Windows();
    const session = await stored(windows);
    loseFiles(['entry', session, 5]);
    const window = await windows.open();
    const { length } = window.room.state.journal;
    expect(window.room.state).toMatchObject({ session, status: 'open', storage: 'durable' });
    expect(seqs(window)).toEqual(numbers(length));
    await sent(windows, window, 'dose');
    await sent(windows, window, 'mark', 'later');
    await windows.pass(60_000);
    expect(window.room.state).toMatchObject({ role: 'owner', storage: 'durable' });
    expect(problems(window)).toBe(0);
    expect((await window.read()).map(({ seq }) => seq)).toEqual(seqs(window));
  });

  it('is not resumed where that is how it began; it stays on the device, is listed, and the room can be used', async () => {
    const windows = new Windows();
    const session = await stored(windows);
    loseFiles(['entry', session, 0]);
    const before = await keys();
    const window = await windows.open();
    await windows.pass(60_000);
    expect(window.room.state).toMatchObject({ status: 'idle', storage: 'durable' });
    expect(problems(window)).toBeLessThan(2);
    expect((await window.room.sessions()).map((row) => row.session)).toEqual([session]);
    expect((await window.read(session)).map(({ type }) => type)).toContain('dosed');

    await sent(windows, window, 'prepare', { protocol: 'open' });
    await sent(windows, window, 'open');
    expect(await window.room.sessions()).toHaveLength(2);
    expect(await keys()).toEqual(expect.arrayContaining(before));
  });
});

describe('a room of which nothing can be read, though it can be written', () => {
  it('says so once, is used as if it were new, and finds again what is there', async () => {
    const windows = new Windows();
    const session = await stored(windows);
    const putBack = loseFiles(['room', 'session']);
    const window = await windows.open();
    await windows.pass(60_000);
    expect(problems(window)).toBeLessThan(2);
    expect(window.room.state).toMatchObject({ status: 'idle', storage: 'failing' });
    putBack();
    await windows.pass(60_000);
    expect(window.room.state).toMatchObject({ session, status: 'open', storage: 'durable' });
    await sent(windows, window, 'dose');
  });
});
