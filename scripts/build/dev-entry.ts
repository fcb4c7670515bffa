import type { Plugin } from 'vite';

const NAME = '/stillroom.js';

/** While serving, `/stillroom.js` is the source itself, under the name the built file has on a clinic's page. */
export function devEntry(entry: string): Plugin {
  return {
    name: 'dev-entry',
    apply: 'serve',
    enforce: 'pre',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? `export * from ${JSON.stringify(`/@fs${entry}`)};` : null),
    configureServer(server) {
      server.printUrls = () => {
        const addresses = server.resolvedUrls;
        for (const address of [...(addresses?.local ?? []), ...(addresses?.network ?? [])])
          console.log(`Stillroom demo: ${address}`);
      };
    },
  };
}
