/** A sound server of our own, so that browsers play and tests can listen on a machine without a sound card. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LISTENERS } from './flags.mjs';
import { background } from './processes.mjs';
import { until } from './until.mjs';

/**
 * Rooms to play into, for each of them: two for what is tested, and one for a control that plays at the same time; and
 * one more for whatever is not listened to.
 */
const SINKS = ['elsewhere'];
for (let i = 1; i <= LISTENERS; i++) SINKS.push(`room-${i}`, `annex-${i}`, `control-${i}`);

/**
 * Starts PulseAudio with null sinks on a private socket. It ends with us.
 * @returns {Promise<Record<string, string>>} variables that lead programs to it
 * @throws Error when it does not come up within ten seconds
 */
export async function startSound() {
  const folder = mkdtempSync(join(tmpdir(), 'stillroom-sound-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const socket = join(folder, 'native');
  const modules = [
    `module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ...SINKS.map((name) => `module-null-sink sink_name=${name} rate=48000 channels=2`),
  ];
  background(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--use-pid-file=no',
      '--exit-idle-time=-1',
      '--log-level=error',
      ...modules.flatMap((module) => ['-L', module]),
    ],
    { env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder } },
  );
  await until(() => existsSync(socket), 'PulseAudio did not start');
  return { PULSE_SERVER: `unix:${socket}`, PULSE_SINK: 'elsewhere', STILLROOM_LISTEN: '1' };
}
