/** Whole browsers load what is built: is that older than the source? */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/index.mjs';

export function isStale() {
  const built = statSync(join(root, 'dist/stillroom.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return ['src', 'playlists'].some((folder) =>
    readdirSync(join(root, folder), { recursive: true }).some(
      (file) => statSync(join(root, folder, String(file))).mtimeMs > built,
    ),
  );
}
