import { beforeEach, describe, expect, it, vi } from 'vitest';
import { storedEntries } from './support/raw.js';
import { stopWriting } from './support/stopped.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();
beforeEach(() => {
  for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
});

/** Two windows of a room whose session has ended. */
async function ended() {
  const windows = new Windows();
  const [one, two] = [await windows.open(), await windows.open()];
  for (const name of ['prepare', 'open', 'dose', 'end'] as const) await windows.done(one, name);
  return { windows, one, two, session: one.room.state.session! };
}
const begin = (window: TestWindow) => (['prepare', 'open', 'dose'] as const).map((name) => window.send(name));
const outcomes = (sent: { outcome: string | null }[]) => sent.map(({ outcome }) => outcome);
const DONE = ['done', 'done', 'done'];

describe('what is asked for while something is being erased', () => {
  it.each([
    [1, 0],
    [2, 50],
    [2, 200],
  ])('is begun after it, and survives a crash: %i windows, %i ms after the whole room', async (count, ms) => {
    const windows = new Windows();
    const all: TestWindow[] = [];
    for (let i = 0; i < count; i++) all.push(await windows.open());
    const erased = all.at(-1)!.send('erase', 'all');
    await windows.pass(ms);
    const sent = [all[0]!.send('prepare', { protocol: 'open' }), all[0]!.send('open'), all.at(-1)!.send('dose')];
    await windows.pass(10_000);
    expect([erased, ...sent].map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done']);
    for (const each of windows.all) each.crash();
    const again = await windows.open();
    expect(again.room.state.status).toBe('open');
  });

  it.each([
    ['dose', 0],
    ['dose', 1],
    ['reopen', 0],
    ['reopen', 1],
  ] as const)('is not done to the session that goes, however soon: %s after %i turns', async (command, turns) => {
    const { windows, one, two, session } = await ended();
    const erased = one.send('erase', session);
    for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
    const sent = [one.send(command), two.send(command)];
    await windows.pass(5000);
    expect([erased, ...sent].map(({ outcome }) => outcome)).toEqual(['done', 'not-now', 'not-now']);
    expect(one.room.state.status).toBe('idle');
  });
});

it('what waits while a disk does not answer is done once, and soon, whichever window asked: the erasing is given up', async () => {
  const { windows, one, two } = await ended();
  const goOn = await stopWriting();
  const erased = one.send('erase', 'all');
  await windows.pass(100);
  const sent = begin(two);
  await windows.pass(25_000);
  expect([erased.outcome, ...outcomes(sent)]).toEqual(['storage', ...DONE]);
  goOn();
  await windows.pass(60_000);
  expect([one.room.state.status, one.room.state.doses.length, two.room.state.doses.length]).toEqual(['open', 1, 1]);
  for (const each of windows.all) each.crash();
  const again = await windows.open();
  expect([again.room.state.status, again.room.state.doses.length]).toEqual(['open', 1]);
});

it.each([0, 5, 20, 100, 300])(
  'what another window has begun meanwhile is not erased by one that has the room again, %i ms later',
  async (ms) => {
    const windows = new Windows();
    const [one, two] = [await windows.open(), await windows.open()];
    one.send('erase', 'all');
    await windows.pass(ms, 1);
    two.send('takeOver');
    await windows.pass(10, 1);
    const sent = begin(two);
    await windows.pass(60, 1);
    one.send('takeOver');
    await windows.pass(1000, 1);
    const { length } = outcomes(sent).filter((outcome) => outcome === 'done');
    for (const each of windows.all) each.crash();
    const again = await windows.open();
    expect([again.room.state.status, again.room.state.doses.length]).toEqual(length ? ['open', 1] : ['idle', 0]);
  },
);

it('nor is one session that goes on meanwhile in another window', async () => {
  const { windows, one, two, session } = await ended();
  const goOn = await stopWriting();
  one.send('erase', session);
  await windows.pass(200);
  two.send('takeOver');
  await windows.pass(25_000);
  const dose = two.send('dose');
  await windows.pass(12_000);
  expect([dose.outcome, two.room.state.status]).toEqual(['done', 'open']);
  one.send('takeOver');
  await windows.pass(15_000);
  goOn();
  await windows.pass(60_000);
  expect(windows.owners[0]!.room.state).toMatchObject({ session, status: 'open' });
});

it('what was given up while its owner hung is not done when that wakes', async () => {
  const windows = new Windows();
  const [one, two] = [await windows.open(), await windows.open()];
  one.send('erase', 'all');
  await windows.pass(20, 1);
  const sent = begin(two);
  await windows.pass(20, 1);
  one.freeze();
  await windows.pass(60_000);
  expect(outcomes(sent)).toEqual(['no-owner', 'no-owner', 'no-owner']);
  one.thaw();
  await windows.pass(10_000);
  expect(one.room.state).toMatchObject({ status: 'idle', doses: [] });
});

it('what waits in a window that loses the room, or lets go of it, is not said to be done and lost', async () => {
  for (const how of ['takeOver', 'takeAway'] as const) {
    const { windows, one, two } = await ended();
    const goOn = await stopWriting();
    one.send('erase', 'all');
    const sent = begin(one);
    await windows.pass(1000);
    if (how === 'takeOver') two.send('takeOver');
    else one.takeAway();
    await windows.pass(60_000);
    expect(outcomes(sent)).not.toContain(null);
    goOn();
    await windows.pass(60_000);
    for (const each of windows.all) each.crash();
    const again = await windows.open();
    const done = outcomes(sent).includes('done');
    expect([how, again.room.state.status]).toEqual([how, done ? 'open' : expect.stringMatching(/idle|ended/)]);
    vi.restoreAllMocks();
  }
});

it.each([0, 5, 20, 100, 200, 280, 300])(
  'what was prepared in a window that took the room over meanwhile is not erased, %i ms later',
  async (ms) => {
    const windows = new Windows();
    const [one, two] = [await windows.open(), await windows.open()];
    const erased = one.send('erase', 'all');
    await windows.pass(ms, 1);
    const took = two.send('takeOver');
    for (let i = 0; i < 500 && !took.outcome; i++) await windows.pass(2, 1);
    const prepared = two.send('prepare', { protocol: 'open', intention: 'words' });
    await windows.pass(8000);
    expect([prepared.outcome, two.room.state.status]).toEqual(['done', 'prepared']);
    expect(erased.outcome).toMatch(/done|not-now/);
  },
);

it('what is said of an erasing is what came of it, where the disk answers only just in time', async () => {
  const { windows, one, session } = await ended();
  windows.full = true;
  for (const name of ['reopen', 'mark', 'end'] as const) await windows.done(one, name);
  const goOn = await stopWriting();
  const erased = one.send('erase', session);
  await windows.pass(4500);
  windows.full = false;
  goOn();
  await windows.pass(60_000);
  const { length } = await storedEntries(session);
  expect(erased.outcome).toBe(length ? 'storage' : 'done');
});

it.each(['everything', 'a session'])(
  'where %s could not be erased, nothing is gone that was held in memory',
  async (what) => {
    const windows = new Windows();
    const one = await windows.open();
    for (const name of ['prepare', 'open', 'dose'] as const) await windows.done(one, name);
    const session = one.room.state.session!;
    const goOn = await stopWriting();
    one.send('mark', 'in flight');
    await windows.pass(15_000);
    for (const name of ['mark', 'dose', 'end'] as const) await windows.done(one, name);
    const erased = one.send('erase', what === 'everything' ? 'all' : session);
    await windows.pass(12_000);
    expect(erased.outcome).toBe('storage');
    goOn();
    await windows.pass(60_000);
    const types = (await storedEntries(session)).flatMap(({ type }) => (/marked|dosed|ended/.test(type) ? [type] : []));
    expect(types).toEqual(['dosed', 'marked', 'marked', 'dosed', 'ended']);
    one.crash();
    const again = await windows.open();
    expect(again.room.state.status).not.toBe('open');
    expect(await again.call('sessions')).toMatchObject([{ session, status: 'ended' }]);
  },
);

it('an import that was asked for before everything is erased does not come after it', async () => {
  const { windows, one, session } = await ended();
  const text = await ((await one.call('export', session, 'json')) as Blob).text();
  await windows.done(one, 'erase', 'all');
  const slow = { size: text.length, text: () => new Promise((resolve) => setTimeout(resolve, 3000, text)) };
  const imported = one.send('import', slow as never);
  await windows.pass(10);
  await windows.done(one, 'erase', 'all');
  await windows.pass(5000);
  expect([imported.outcome, await one.call('sessions')]).toEqual(['not-now', []]);
});

it('a copy that was made is handed over, though its session is erased before that is journalled', async () => {
  const { windows, one, session } = await ended();
  let copy: Blob | undefined;
  void (one.call('export', session, 'json') as Promise<Blob>).then((blob) => (copy = blob));
  one.send('erase', session);
  await windows.pass(3000);
  expect(await copy?.text()).toContain(session);
});
