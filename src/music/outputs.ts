/** A device as far as the page may know it: without permission all ids are empty, and no more than one of a kind is shown. */
export type Device = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId'>;

/** `perhaps`: something has changed, and nothing is shown that says that it was not this. */
export type Lost = 'lost' | 'perhaps';

/** What one plug sets off is told of several times, ms. */
const BURST = 2000;

/**
 * Whether the output that was in use is no longer there. The browser plays on through another by itself.
 *
 * Chromium lists the default a second time, as `default` with the group of the device it stands for; elsewhere it is not
 * told which one is used, and any that goes counts. Where ids are hidden the list is the same before and after: then it may
 * have been an output, unless a camera came or went, or a microphone came. One that went may have been a headset's.
 */
export function outputLost(before: readonly Device[], after: readonly Device[]): Lost | null {
  const [old, now] = [before, after].map((list) => list.filter(({ kind }) => kind === 'audiooutput'));
  const used = old!.find(({ deviceId }) => deviceId === 'default');
  const there = ({ deviceId: id, groupId: group }: Device) =>
    now!.some(({ deviceId, groupId }) => (used ? deviceId !== 'default' && groupId === group : !id || deviceId === id));
  if (used ? !there(used) : !old!.every(there)) return 'lost';
  const more = (sought: MediaDeviceKind) =>
    after.filter(({ kind }) => kind === sought).length - before.filter(({ kind }) => kind === sought).length;
  const hidden = ![...old!, ...now!].some(({ deviceId }) => deviceId);
  return hidden && !more('audiooutput') && !more('videoinput') && more('audioinput') <= 0 ? 'perhaps' : null;
}

/**
 * Listens to outputs that go.
 * @returns stops listening
 */
export function onOutputLost(lost: (why: Lost) => void): () => void {
  const devices = globalThis.navigator?.mediaDevices as MediaDevices | undefined;
  if (!devices?.addEventListener) return () => {};
  const list = (): Promise<readonly Device[]> => devices.enumerateDevices().catch(() => []);
  let known = list();
  let last = -BURST;
  const changed = async () => {
    const since = performance.now() - last;
    last += since;
    const before = known;
    const after = (known = list());
    const why = outputLost(await before, await after);
    if (why === 'lost' || (why && since >= BURST)) lost(why);
  };
  const listener = () => void changed();
  devices.addEventListener('devicechange', listener);
  return () => devices.removeEventListener('devicechange', listener);
}
