/** An output as far as the page may know it: without permission all ids are empty, and no more than one is shown. */
export interface Output {
  readonly deviceId: string;
  readonly groupId: string;
}

/**
 * The output that was in use is no longer there. The browser plays on through another by itself.
 *
 * Chromium lists the default a second time, as `default` with the group of the device it stands for; elsewhere it is not
 * told which one is used, and any that goes counts. Where ids are hidden only the last to go can be known.
 */
export function outputLost(before: readonly Output[], after: readonly Output[]): boolean {
  const used = before.find(({ deviceId }) => deviceId === 'default');
  const there = (old: Output) =>
    after.some(({ deviceId, groupId }) =>
      used ? deviceId !== 'default' && groupId === old.groupId : !old.deviceId || deviceId === old.deviceId,
    );
  return used ? !there(used) : !before.every(there);
}

/**
 * Listens to outputs that go.
 * @returns stops listening
 */
export function onOutputLost(lost: () => void): () => void {
  const devices = globalThis.navigator?.mediaDevices as MediaDevices | undefined;
  if (!devices?.addEventListener) return () => {};
  let known: Promise<readonly Output[]> = list();
  async function list(): Promise<readonly Output[]> {
    return (await devices!.enumerateDevices().catch(() => [])).filter(({ kind }) => kind === 'audiooutput');
  }
  const changed = async () => {
    const before = known;
    const after = (known = list());
    if (outputLost(await before, await after)) lost();
  };
  const listener = () => void changed();
  devices.addEventListener('devicechange', listener);
  return () => devices.removeEventListener('devicechange', listener);
}
