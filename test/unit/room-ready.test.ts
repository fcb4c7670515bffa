import { expect, it, vi } from 'vitest';
import { openRoom } from '../../src/room/room.js';
import { Windows, simulateTime } from './support/windows.js';

simulateTime();

it('a room is ready when the newest sources have been read, though others were given first', async () => {
  const windows = new Windows();
  const answers: ((response: Response) => void)[] = [];
  const fetch = () => new Promise<Response>((resolve) => answers.push(resolve));
  const list = (title: string) =>
    new Response(JSON.stringify({ playlist: { title, track: [{ location: ['stillroom:tide'], title: 'Tide' }] } }));
  const sources = (name: string) => ({ playlists: `https://clinic.test/${name}`, base: 'https://clinic.test/', fetch });

  const room = windows.within(() => openRoom('b', '0', () => {}));
  const ready = vi.fn();
  void room.ready.then(ready);
  void room.offer(sources('first'));
  await windows.pass(500);
  void room.offer(sources('second'));
  answers[0]!(list('First'));
  await windows.pass(500);
  expect(ready).not.toHaveBeenCalled();
  answers[1]!(list('Second'));
  await windows.pass(500);
  expect(ready).toHaveBeenCalled();
  expect(room.offers.playlists.map(({ title }) => title)).toContain('Second');
});
