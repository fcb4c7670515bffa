import { describe, expect, it } from 'vitest';
import { storedEntries } from './support/raw.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

const begun = async () => {
  const windows = new Windows();
  const all = [await windows.open(), await windows.open(), await windows.open()] as const;
  await windows.done(all[0], 'prepare', { protocol: 'im' });
  await windows.done(all[0], 'open');
  await windows.pass(500);
  const session = all[0].room.state.session!;
  /** What is stored of the slider. */
  const sets = async () => (await storedEntries(session)).filter(({ type }) => type === 'volume-set');
  return { windows, all, sets };
};
const volume = ({ room }: TestWindow) => room.state.music.volume;

describe('a slider of the volume, while the room changes hands', () => {
  it.each([20, 200, 350])('is journalled once and kept, where another window takes it %i ms later', async (ms) => {
    const { windows, all, sets } = await begun();
    const [owner, other] = all;
    const slid = owner.send('setVolume', 0.5);
    await windows.pass(ms, 10);
    await windows.done(other, 'takeOver');
    await windows.pass(10_000);
    expect(slid.outcome).toBe('done');
    expect(await sets()).toHaveLength(1);
    expect(all.map(volume)).toEqual([0.5, 0.5, 0.5]);
  });

  it('is not done again over a newer one, where the owner died before it could say that it was done', async () => {
    const { windows, all, sets } = await begun();
    const [owner, other, third] = all;
    owner.mute('done');
    other.send('setVolume', 0.5);
    await windows.pass(1000);
    await windows.done(owner, 'setVolume', 0.2);
    await windows.pass(600);
    owner.crash();
    await windows.pass(10_000);
    expect((await sets()).map(({ data }) => (data as { to: number }).to)).toEqual([0.5, 0.2]);
    expect(volume(third)).toBe(0.2);
  });
});
