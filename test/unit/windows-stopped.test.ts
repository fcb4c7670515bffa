import { describe, expect, it } from 'vitest';
import { storedEntries as stored } from './support/raw.js';
import { stopWriting } from './support/stopped.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

describe('an owner whose process is stopped in the middle of a write', () => {
  it.each(['nothing', 'an entry'])('holds up nobody who takes the room from it; it writes %s then', async (what) => {
    const windows = new Windows();
    const all = [await windows.open(), await windows.open()];
    const [first, second] = all as [TestWindow, TestWindow];
    await windows.done(first, 'prepare', { protocol: 'im' });
    await windows.done(first, 'open');
    await windows.done(first, 'mark', 'before');
    await windows.pass(500);
    const session = first.room.state.session!;
    const before = await stored(session);
    const last = before.at(-1)!;
    const written = { ...last, seq: before.length, cmd: 'stopped', private: { text: 'in flight' } };
    const goOn = await stopWriting(what === 'nothing' ? undefined : written);
    first.freeze();

    const began = Date.now();
    await windows.done(second, 'takeOver');
    expect(Date.now() - began).toBeLessThan(12_000);
    expect(second.room.state).toMatchObject({ role: 'owner', status: 'open', storage: 'failing' });
    await windows.done(second, 'mark', 'after');

    goOn();
    first.thaw();
    await windows.pass(75_000);
    expect(windows.owners).toHaveLength(1);
    expect(windows.owners[0]!.room.state).toMatchObject({ status: 'open', storage: 'durable' });
    const entries = await stored(session);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i));
    const texts = entries.flatMap(({ type, private: typed }) => (type === 'marked' ? [typed!.text] : []));
    expect(texts.sort()).toEqual(['after', 'before', ...(what === 'nothing' ? [] : ['in flight'])]);
  });
});

describe('a window that takes the room while the disk does not answer', () => {
  const begun = async () => {
    const windows = new Windows();
    const all = [await windows.open(), await windows.open(), await windows.open()] as const;
    await windows.done(all[0], 'prepare', { protocol: 'im' });
    await windows.done(all[0], 'open');
    await windows.pass(3000);
    return { windows, all, session: all[0].room.state.session! };
  };
  const seen = ({ room }: TestWindow) => [room.state.storage, room.state.marks.length];

  it('tells the others all the same, and whoever gave it away', async () => {
    const { windows, all } = await begun();
    const [first, second, third] = all;
    const goOn = await stopWriting();
    await windows.done(second, 'takeOver');
    await windows.done(second, 'mark', 'one');
    await windows.pass(20_000);
    expect([first, second, third].map(seen)).toEqual(Array(3).fill(['failing', 1]));
    goOn();
    await windows.pass(75_000);
    expect(all.map(seen)).toEqual(Array(3).fill(['durable', 1]));
  });

  it.each(['its own', 'a viewer’s'])('dies, and %s mark is kept', async (whose) => {
    const { windows, all, session } = await begun();
    const [first, second, third] = all;
    const goOn = await stopWriting();
    first.freeze();
    await windows.done(second, 'takeOver');
    await windows.done(whose === 'its own' ? second : third, 'mark', 'one');
    await windows.pass(500);
    second.crash();
    await windows.pass(15_000);
    goOn();
    first.thaw();
    await windows.pass(75_000);
    expect((await stored(session)).filter(({ type }) => type === 'marked')).toHaveLength(1);
  });

  it('is not found idle, nor its curtain open, by a page that loads meanwhile: that one waits', async () => {
    const { windows, all } = await begun();
    await windows.done(all[0], 'lock');
    await windows.pass(1000);
    const goOn = await stopWriting();
    const opening = windows.open();
    setTimeout(goOn, 9000);
    const opened = await opening;
    for (let i = 0; i < 100 && !opened.room.taken; i++) {
      expect(opened.room.state.locked || !opened.room.taken).toBe(true);
      await windows.pass(200);
    }
    await windows.pass(1000);
    expect(opened.room.state).toMatchObject({ status: 'open', locked: true });
  });
});

it('a room without a session is taken over beside a disk that does not answer', async () => {
  const windows = new Windows();
  const [, second] = [await windows.open(), await windows.open()];
  const goOn = await stopWriting();
  const took = second.send('takeOver');
  await windows.pass(12_000);
  expect([took.outcome, second.room.state.role]).toEqual(['done', 'owner']);
  for (const name of ['prepare', 'open', 'dose'] as const) await windows.done(second, name);
  goOn();
  await windows.pass(60_000);
  for (const each of windows.all) each.crash();
  expect((await windows.open()).room.state).toMatchObject({ status: 'open', doses: [{}] });
});

it('a session that is begun while a disk that answers again is read goes on', async () => {
  const windows = new Windows();
  const one = await windows.open();
  const goOn = await stopWriting();
  one.send('setVolume', 0.5);
  await windows.pass(11_000);
  expect(one.room.state.storage).toBe('failing');
  // Behind the volume: it is slow for two seconds more.
  const slow = stopWriting();
  await windows.pass(10);
  goOn();
  await windows.pass(500);
  expect(one.room.state.storage).toBe('durable');
  const begun = (['prepare', 'open', 'dose'] as const).map((name) => one.send(name));
  await windows.pass(1500);
  (await slow)();
  await windows.pass(2000);
  for (const name of ['dose', 'mark'] as const) await windows.done(one, name);
  expect(begun.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
  expect(one.room.state).toMatchObject({ status: 'open', doses: [{}, {}] });
});
