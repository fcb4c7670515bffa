import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { changeLit } from '../../scripts/build/lit.js';
import { shrinkCss, shrinkHtml, shrinkTemplates } from '../../scripts/build/templates.js';

const { resolve } = createRequire(import.meta.url);
/** A package's folder, whichever of its builds Node takes. */
const home = (name: string) => resolve(name).replace(new RegExp(`(${name}/).*$`), '$1');

describe('the Lit in our own file', () => {
  it.each([
    ['lit-html', 'lit-html.js'],
    ['@lit/reactive-element', 'reactive-element.js'],
  ])('%s is installed as we expect it: %s', (name, file) => {
    const path = `${home(name)}${file}`;
    expect(changeLit(readFileSync(path, 'utf8'), path)).toContain('globalThis.');
  });

  it('fails the build when it no longer looks as expected', () => {
    expect(() => changeLit('const policy = makePolicy("lit-html");', 'lit-html/lit-html.js')).toThrow(/0 times/);
  });

  /** The expression that gives the policy, as it stands in the changed source, with `t` for trustedTypes. */
  function guarded(): string {
    const path = `${home('lit-html')}lit-html.js`;
    const source = changeLit(readFileSync(path, 'utf8'), path) ?? '';
    return /\(\(t,r\)=>.*?\)\((\w+),(?=\{createHTML:)/.exec(source)?.[0].replace(/\w+,$/, 't,own)') ?? 'no guard';
  }

  it.each([
    ['takes Lit’s name where it is free', [], 'lit-html'],
    ['takes our own where a host’s Lit has that one', ['lit-html'], 'stillroom'],
    ['lives without where both are taken', ['lit-html', 'stillroom'], 'none'],
  ])('%s, once it has something to draw', (_, taken: string[], expected) => {
    const asked: string[] = [];
    const policyNamed = (name: string) => ({ createHTML: (markup: string) => `${name}: ${markup}` });
    const types = {
      createPolicy(name: string) {
        asked.push(name);
        if (taken.includes(name)) throw new TypeError('Policy already exists');
        return policyNamed(name);
      },
    };
    const policy = new Function('t', 'own', `return ${guarded()}`)(types, policyNamed('none')) as typeof types & {
      createHTML(markup: string): string;
    };
    expect(asked).toEqual([]);
    for (const markup of ['<p>', '<i>']) expect(policy.createHTML(markup)).toBe(`${expected}: ${markup}`);
    expect(asked).toEqual([...new Set(asked)]);
  });

  it('asks for nothing where there are no Trusted Types', () => {
    expect(new Function('t', 'own', `return ${guarded()}`)(undefined, {})).toBeUndefined();
  });
});

describe('templates in the build', () => {
  it('lose their indentation and keep their words apart', () => {
    expect(shrinkHtml('\n    <b>Keep</b>\n    <i>in mouth</i>\n')).toBe(' <b>Keep</b> <i>in mouth</i> ');
  });

  it('lose quotes only where a name stands in them, and nothing could be glued to it', () => {
    const text = `<i part="a-b" class='c' title="two words" data-x=""><input value="1" /><b id="x">="y"</b>`;
    expect(shrinkHtml(text)).toBe(`<i part=a-b class=c title="two words" data-x=""><input value=1 /><b id=x>="y"</b>`);
  });

  it('keep what is preformatted', () => {
    const text = '<pre>\n  a\n</pre>';
    expect(shrinkHtml(text)).toBe(text);
  });

  it('keep the spaces that mean something in style', () => {
    const css = `
      :host([inline]) .a :focus-visible > b { margin: 0 calc(1px + 2px) ; content: ' , ; '; }
      [part~='a-b'], [type="x y"] { flex: 0 1 10.05rem; inset: -0.5px 0.25em; width: min(0.5em, 0px) }
      /* gone */
      @media (width > 40em) and (hover: hover) { a, b { color: red; } }`;
    expect(shrinkCss(css)).toBe(
      ":host([inline]) .a :focus-visible>b{margin:0 calc(1px + 2px);content:' , ; '}" +
        '[part~=a-b],[type="x y"]{flex:0 1 10.05rem;inset:-0.5px .25em;width:min(.5em,0px)}' +
        '@media (width>40em) and (hover:hover){a,b{color:red}}',
    );
  });

  it('are shrunk in a module, nested ones too, and nothing else is', () => {
    const code = 'const a = html`\n  <p>${b ? html`  <i>x</i>` : "  y  "}\n  </p>`; const s = `  left  alone  `;';
    expect(shrinkTemplates(code)).toBe(
      'const a = html` <p>${b ? html` <i>x</i>` : "  y  "} </p>`; const s = `  left  alone  `;',
    );
  });

  it('are left alone where an expression stands in a comment', () => {
    const code = 'css`a { b: c } /* ${d} */`';
    expect(shrinkTemplates(code)).toBe(code);
  });
});
