import { existsSync } from 'node:fs';
import type { Plugin } from 'vite';

const LIST = 'music/quiet-water.jspf';

/** The demo offers what `npm run playlists` renders once it is there: a list that nobody has made is no fault to show. */
export function renderedMusic(folder: string): Plugin {
  return {
    name: 'rendered-music',
    apply: 'serve',
    transformIndexHtml: (html) => (existsSync(`${folder}/${LIST}`) ? html : html.replace(` ${LIST}`, '')),
  };
}
