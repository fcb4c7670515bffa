import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { howlerHtml5ForEsbuild } from '../build/howler-html5.ts';
import { litForEsbuild } from '../build/lit.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/**
 * For @web/test-runner: each test file is served as one bundle, so that packages, JSON and Howler import as they do in
 * the build, with the same changes to Lit and Howler.
 */
export function bundleTests() {
  const bundles = new Map<string, Promise<string>>();
  return {
    name: 'bundle-tests',
    async serve({ path }: { path: string }) {
      if (!/^\/test\/browser\/.*\.test\.ts$/.test(path)) return undefined;
      let bundle = bundles.get(path);
      if (!bundle) bundles.set(path, (bundle = bundled(`.${path}`).catch(asFailure)));
      return { body: await bundle, type: 'js' };
    },
  };
}

async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    logLevel: 'silent',
    define: { __VERSION__: JSON.stringify(version) },
    external: ['/__web-dev-server__web-socket.js'],
    plugins: [howlerHtml5ForEsbuild(), litForEsbuild()],
  });
  return outputFiles[0]?.text ?? '';
}

/** What cannot be bundled fails in the browser, with its reason, as any other failing file. */
const asFailure = (error: Error) => `throw new Error(${JSON.stringify(error.message)});`;
