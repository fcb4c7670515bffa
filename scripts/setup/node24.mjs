/** The Node that the tools run on: the one pinned in package.json, whatever is on the PATH. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run, say } from './processes.mjs';

/** The oldest Node that runs our TypeScript configuration files as they are. */
const OLDEST = [22, 18];

/**
 * The pinned Node's path, or this very Node's where there is no build for the platform and this one is new enough.
 * @param {string} root the project's folder, packages installed
 * @throws Error when neither will do
 */
export async function findNode(root) {
  const home = join(root, 'node_modules', 'node');
  const pinned = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (works(pinned)) return pinned;
  if (existsSync(home)) {
    say('Bringing the pinned Node (its install script did not run) …');
    await run(process.execPath, ['installArchSpecificPackage'], { cwd: home });
    if (works(pinned)) return pinned;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) {
    say(`The pinned Node is not to be had for ${process.platform} ${process.arch}; going on with ${process.version}.`);
    return process.execPath;
  }
  throw new Error(
    `The pinned Node is not to be had for ${process.platform} ${process.arch}, and ${process.version} is too old for ` +
      `the tools: install Node ${OLDEST.join('.')} or newer.`,
  );
}

/** @param {string} path */
function works(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
}
