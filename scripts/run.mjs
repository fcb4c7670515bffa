/** `node scripts/run.mjs FILE ARGS…`: runs a tool or script of ours with the pinned Node, packages brought first. */
import { root, command, setUp } from './setup/index.mjs';
import { run } from './setup/processes.mjs';

await command(async () => {
  const node = await setUp();
  return run(node, process.argv.slice(2), { cwd: root });
});
