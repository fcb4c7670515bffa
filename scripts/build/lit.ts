import { readFileSync } from 'node:fs';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vite';

/**
 * What we change in the Lit that stands in our own file.
 *
 * It asks for its Trusted Types policy as it is imported, unguarded: beside a host's own Lit, on a page that allows each
 * name once, the whole bundle would die. Here the policy is `lit-html`, else `stillroom`, else none, and the import lives.
 * It is asked for when something is drawn: a second copy of the file, which finds the tag defined and never draws, would
 * be refused both names, and the browser says so each time.
 *
 * Its browser build wants a page as it is imported; a server that imports the file has none and must not fail.
 *
 * It notes its versions in globals, and keeps a store for decorators there, which we do not use: a guest adds none. What
 * it finds there tells that the host has a Lit already, so that its policy's name is not asked for in vain.
 */

interface Change {
  file: RegExp;
  from: RegExp;
  to: string;
}

const TEMPLATES = /lit-html[\\/]lit-html\.js$/;
const STYLES = /reactive-element[\\/]css-tag\.js$/;
const ELEMENT = /reactive-element[\\/]reactive-element\.js$/;
const LIT_ELEMENT = /lit-element[\\/]lit-element\.js$/;

/** Each is found exactly once in the minified source that Lit ships, or the build fails. */
const CHANGES: Change[] = [
  {
    // X ? X.createPolicy('lit-html', {…}) : undefined
    file: TEMPLATES,
    from: /\b(\w+)\s*\?\s*\1\.createPolicy\(\s*(['"])lit-html\2\s*,\s*(\{[^}]*\})\s*\)\s*:\s*(?:void 0|undefined)/g,
    to: '((t,r)=>{let p;return t&&{createHTML(h){if(!p){p=r;const own=["lit-html","stillroom"];for(const n of globalThis.litHtmlVersions?own.reverse():own)try{p=t.createPolicy(n,r);break}catch{}}return p.createHTML(h)}}})($1,$3)',
  },
  { file: TEMPLATES, from: /,\(\w+\.litHtmlVersions\?\?=\[\]\)\.push\("[^"]*"\)/g, to: '' },
  { file: LIT_ELEMENT, from: /\(\w+\.litElementVersions\?\?=\[\]\)\.push\("[^"]*"\)/g, to: '0' },
  { file: ELEMENT, from: /,\(\w+\.reactiveElementVersions\?\?=\[\]\)\.push\("[^"]*"\)/g, to: '' },
  {
    file: ELEMENT,
    from: /Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap;/g,
    to: '',
  },
  { file: ELEMENT, from: /const (\w+)=this\[Symbol\.metadata\];if\(null!==\1\)\{.*?\)\}(?=this\._\$Eh=)/g, to: '' },
  // Every browser we name has style sheets that can be made and adopted; the ways around them go with the question.
  { file: STYLES, from: /(?<=[ ,]\w+=)\w+\.ShadowRoot&&.*?CSSStyleSheet\.prototype/g, to: 'true' },
  // Hooks for polyfills of older browsers, in globals.
  { file: TEMPLATES, from: /,(\w+)=\w+\.litHtmlPolyfillSupport;\1\?\.\([^()]*\)/g, to: '' },
  { file: ELEMENT, from: /,(\w+)=\w+\.reactiveElementPolyfillSupport(?=,)/g, to: '' },
  { file: ELEMENT, from: /,\w+\?\.\(\{ReactiveElement:\w+\}\)/g, to: '' },
  { file: LIT_ELEMENT, from: /,?\w+\.litElementHydrateSupport\?\.\(\{[^}]*\}\)/g, to: '' },
  {
    file: LIT_ELEMENT,
    from: /const (\w+)=\w+\.litElementPolyfillSupport;\1\?\.\(\{[^}]*\}\);/g,
    to: '',
  },
  { file: TEMPLATES, from: /(?<=[ ,]\w+ ?= ?)document(?=[,;])/g, to: '(globalThis.document??{createTreeWalker(){}})' },
  { file: ELEMENT, from: /(?<=class \w+ extends )HTMLElement\b/g, to: '(globalThis.HTMLElement??Object)' },
];

/** Lit's source, changed; `null` for files we leave alone. @throws Error where Lit is not as expected */
export function changeLit(source: string, path: string): string | null {
  const changes = CHANGES.filter(({ file }) => file.test(path));
  if (!changes.length) return null;
  return changes.reduce((text, { from, to }) => {
    const found = text.match(from)?.length ?? 0;
    if (found !== 1) throw new Error(`Lit is not as expected: ${from} was found ${found} times, not once, in ${path}.`);
    return text.replace(from, to);
  }, source);
}

/** For Vite: fails a build in which no Lit was met, since the changes would be missing then. */
export function lit(): Plugin {
  const met = new Set<RegExp>();
  return {
    name: 'lit-changes',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      const changed = changeLit(code, id);
      if (changed === null) return null;
      met.add([TEMPLATES, STYLES, ELEMENT, LIT_ELEMENT].find((file) => file.test(id)) as RegExp);
      return { code: changed, map: null };
    },
    generateBundle() {
      if (met.size < 4) this.error('Lit is not in the bundle as expected, so it could not be changed.');
    },
  };
}

/** For esbuild (tests in browsers). */
export const litForEsbuild = (): EsbuildPlugin => ({
  name: 'lit-changes',
  setup(build) {
    build.onLoad({ filter: /(?:lit-html|css-tag|reactive-element|lit-element)\.js$/ }, ({ path }) => {
      const contents = changeLit(readFileSync(path, 'utf8'), path);
      return contents === null ? null : { contents, loader: 'js' };
    });
  },
});
