/**
 * Child processes: those we wait for and those that run beside us. Every one we start is ended by its id when we end,
 * however we end.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const [signal, code] of Object.entries(signals)) {
  process.once(signal, () => void endAll().finally(() => process.exit(code)));
}

// npm ends the shell between us when it is ended itself, and we would never hear of it.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 1000).unref();
}

/** One step, said as it begins. @param {string} sentence */
export function say(sentence) {
  console.log(`› ${sentence}`);
}

/**
 * Runs a command, its output streamed, and waits.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{env?: NodeJS.ProcessEnv, cwd?: string, timeout?: number, heard?: string[], brief?: boolean, label?: string}} [options]
 *   timeout in ms; what it says is added to `heard`; brief: of what it says only a line every five seconds is shown;
 *   label: stands before each of its lines, so that two that run at once can be told apart
 * @returns {Promise<number>} the exit code; 124 after the timeout, 127 where the command is not there
 */
export function run(command, args, { env = process.env, cwd, timeout = 0, heard, brief, label } = {}) {
  return new Promise((resolve) => {
    const output = heard || label ? 'pipe' : 'inherit';
    const child = keep(spawn(command, args, { env, cwd, stdio: ['ignore', output, output] }));
    let shown = 0;
    for (const stream of [child.stdout, child.stderr].filter((each) => each !== null)) {
      if (label)
        createInterface({ input: stream }).on('line', (line) => line.trim() && console.log(`${label} │ ${line}`));
      stream.on('data', (text) => {
        if (!brief && !label) process.stdout.write(text);
        else if (brief && Date.now() > shown + 5000) {
          shown = Date.now();
          console.log(`  ${String(text).trim().split('\n').at(-1)}`);
        }
        heard?.push(String(text));
      });
    }
    let late = false;
    const timer = timeout
      ? setTimeout(() => {
          late = true;
          void end(child);
        }, timeout)
      : undefined;
    child.once('error', () => resolve(127));
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(late ? 124 : (code ?? 1));
    });
  });
}

/**
 * Starts a process that runs beside us until `end` or until we end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function background(command, args, options = {}) {
  const child = keep(spawn(command, args, { stdio: 'ignore', ...options }));
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * Ends one process: asked first, made to after three seconds.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function end(child) {
  if (!running.has(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await gone;
  clearTimeout(timer);
}

/** Ends all that still run. */
export async function endAll() {
  await Promise.all([...running].map(end));
}

/** @param {import('node:child_process').ChildProcess} child */
function keep(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}
