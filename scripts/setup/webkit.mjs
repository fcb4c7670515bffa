/** What WebKit's automation stands on: a display and a driver. Both end with us. */
import { freePort } from './port.mjs';
import { background, end } from './processes.mjs';
import { until } from './until.mjs';

/**
 * Starts an X server on the first display that is free. Without a display WebKit's sessions hang.
 * @returns {Promise<Record<string, string>>} variables for WebKit
 */
export async function startDisplay() {
  const server = background('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stdio[3]?.on('data', (data) => (said += data));
  await until(() => said.includes('\n'), 'Xvfb did not start');
  return {
    DISPLAY: `:${said.trim()}`,
    GDK_BACKEND: 'x11',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    NO_AT_BRIDGE: '1',
  };
}

/**
 * Starts a driver on a free loopback port; it takes one session at a time.
 * @param {string} path of WebKitWebDriver
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{port: number, pid: number | undefined, close: () => Promise<void>}>}
 */
export async function startDriver(path, env = process.env) {
  const port = await freePort();
  const driver = background(path, [`--port=${port}`, '--host=127.0.0.1'], { env });
  await until(() => answers(port), 'WebKitWebDriver did not start');
  return { port, pid: driver.pid, close: () => end(driver) };
}

/** @param {number} port */
const answers = (port) =>
  fetch(`http://127.0.0.1:${port}/status`).then(
    () => true,
    () => false,
  );
