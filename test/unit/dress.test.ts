import { css } from 'lit';
import { expect, it } from 'vitest';
import { StillRoom } from '../../src/element.js';
import { dress } from '../../src/tag/dress.js';

/** What a root wears after it has been dressed, in a document of this window. */
function worn(sheets: Parameters<typeof dress>[1], view: object | null): string[] {
  const root = { ownerDocument: { defaultView: view }, adoptedStyleSheets: [] as { text: string }[] };
  dress(root as unknown as ShadowRoot, sheets);
  return root.adoptedStyleSheets.map(({ text }) => text);
}

class Sheet {
  text = '';
  replaceSync(text: string) {
    this.text = text;
  }
}

const mine = css`
  .mine {
    outline: 1px solid;
  }
`;

it.each([
  [
    'with its own alone',
    class extends StillRoom {
      static override styles = mine;
    },
  ],
  [
    'with ours and its own',
    class extends StillRoom {
      static override styles = [StillRoom.styles, mine];
    },
  ],
  [
    'with a list in a list',
    class extends StillRoom {
      static override styles = [[mine]];
    },
  ],
])('a class of a page, %s, keeps its styles beside ours, in another document too', (_, Class) => {
  // As defining the tag does.
  void Class.observedAttributes;
  const sheets = Class.elementStyles;
  const text = worn(sheets, { CSSStyleSheet: Sheet }).join('');
  for (const part of ['.mine', ':host', '.face']) expect(text).toContain(part);
  expect(text.indexOf('.mine'), 'its own come last').toBeGreaterThan(text.lastIndexOf(':host'));
  expect(text.split('.mine')).toHaveLength(2);
});

it('a sheet that a page made itself is taken along', () => {
  const own = { cssRules: [{ cssText: '.own { color: red; }' }] } as unknown as CSSStyleSheet;
  expect(worn([mine, own], { CSSStyleSheet: Sheet }).join('')).toMatch(/\.mine.*\.own \{ color: red; \}/s);
});

it('nothing is worn where nobody sees it', () => {
  expect(worn([mine], null)).toEqual([]);
});
