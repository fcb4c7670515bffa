/** `npm start`: serves the demo and prints its address. Works as the first command in a fresh clone; flags go to Vite. */
import { root, command, setUp } from './setup/index.mjs';
import { run } from './setup/processes.mjs';

await command(async () => {
  const node = await setUp();
  return run(node, ['node_modules/vite/bin/vite.js', ...process.argv.slice(2)], { cwd: root });
});
