import { parseAst } from 'vite';
import type { Plugin } from 'vite';

/**
 * Takes the indentation out of html`` and css`` templates: a minifier may not touch what stands in a string. Runs of white
 * space become one space, which a browser shows the same; comments go, and so do quotes around a name and the nought before a point.
 * What is preformatted is left as it is.
 */

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}
interface Template extends Node {
  tag: Node & { name?: string };
  quasi: Node & { quasis: Node[] };
}

/** Stands for an expression while the text around it is worked on. */
const HOLE = '\uE000';

const SHRINK: Record<string, (text: string) => string> = { html: shrinkHtml, css: shrinkCss };

/** One line of markup. */
export function shrinkHtml(text: string): string {
  if (/<(?:pre|textarea)\b/i.test(text)) return text;
  return text
    .replace(/<!--[^\uE000]*?-->/g, '')
    .replace(/\s+/g, ' ')
    .replace(/=(["'])([\w-]+)\1(?=[ >])/g, '=$2');
}

/** One line of style; strings and addresses stay as they are. */
export function shrinkCss(text: string): string {
  return text
    .replace(/=(['"])([a-z][\w-]*)\1\]/gi, '=$2]')
    .split(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)]*\))/)
    .map((part, index) => (index % 2 ? part : shrinkRules(part)))
    .join('')
    .trim();
}

const shrinkRules = (text: string) =>
  text
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/(?<=[ :,(])0(?=\.\d)/g, '')
    .replace(/: /g, ':')
    .replace(/;}/g, '}');

/** A module's code with its templates shrunk. */
export function shrinkTemplates(code: string): string {
  const edits: { start: number; end: number; text: string }[] = [];
  walk(parseAst(code) as unknown as Node, (node) => {
    if (node.type !== 'TaggedTemplateExpression') return;
    const { tag, quasi } = node as Template;
    const shrink = SHRINK[tag.name ?? ''];
    if (!shrink) return;
    const before = quasi.quasis.map(({ start, end }) => code.slice(start, end));
    const after = shrink(before.join(HOLE)).split(HOLE);
    if (after.length !== before.length) return; // an expression stood in a comment: left alone
    quasi.quasis.forEach(({ start, end }, index) => edits.push({ start, end, text: after[index] ?? '' }));
  });
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), code);
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof (child as Node).type === 'string') walk(child as Node, visit);
}

/** For Vite, after TypeScript is gone; our own modules only. */
export const templates = (): Plugin => ({
  name: 'templates',
  apply: 'build',
  enforce: 'post',
  transform(code, id) {
    if (id.includes('node_modules') || !/\b(?:html|css)`/.test(code)) return null;
    return { code: shrinkTemplates(code), map: null };
  },
});
