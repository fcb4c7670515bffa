/** node-web-audio-api needs Node 22: on an older one the whole script runs again with the project's pinned Node. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (Number(process.versions.node.split('.')[0]) < 22) {
  const run = fileURLToPath(new URL('../run.mjs', import.meta.url));
  process.exit(spawnSync(process.execPath, [run, ...process.argv.slice(1)], { stdio: 'inherit' }).status ?? 1);
}
