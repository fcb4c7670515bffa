import { readFileSync } from 'node:fs';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vite';

/**
 * Lit asks for its Trusted Types policy as it is imported, unguarded: beside a host's own Lit, on a page that allows each
 * name once, the whole bundle would die. Here the policy is `lit-html`, else `stillroom`, else none, and the import lives.
 */

const WANTED = /lit-html[\\/](?:development[\\/])?lit-html\.js$/;

/** `X ? X.createPolicy('lit-html', {…}) : undefined`, as written by hand or by a minifier. */
const ASKING =
  /\b(\w+)\s*\?\s*\1\.createPolicy\(\s*(['"])lit-html\2\s*,\s*(\{[^}]*\})\s*\)\s*:\s*(?:void 0|undefined)/g;

/** Lit's source with the guard in place. @throws Error where Lit no longer asks as expected */
export function guardPolicy(source: string): string {
  let found = 0;
  const guarded = source.replace(ASKING, (_, types: string, _quote, rules: string) => {
    found++;
    return `((t,r)=>{for(const n of["lit-html","stillroom"])try{return t&&t.createPolicy(n,r)}catch{}})(${types},${rules})`;
  });
  if (found !== 1) throw new Error(`Lit is not as expected: it asks for its policy in ${found} places, not in 1.`);
  return guarded;
}

/** For Vite: fails a build in which no Lit was met, since the guard would be missing then. */
export function litPolicy(): Plugin {
  let met = false;
  return {
    name: 'lit-policy',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!WANTED.test(id)) return null;
      met = true;
      return { code: guardPolicy(code), map: null };
    },
    generateBundle() {
      if (!met) this.error('Lit is not in the bundle, so its Trusted Types policy could not be guarded.');
    },
  };
}

/** For esbuild (tests in browsers). */
export const litPolicyForEsbuild = (): EsbuildPlugin => ({
  name: 'lit-policy',
  setup(build) {
    build.onLoad({ filter: WANTED }, ({ path }) => ({
      contents: guardPolicy(readFileSync(path, 'utf8')),
      loader: 'js',
    }));
  },
});
