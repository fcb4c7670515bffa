import { adoptStyles, type CSSResultOrNative } from 'lit';

const textOf = (sheet: CSSResultOrNative): string =>
  'cssText' in sheet ? sheet.cssText : [...sheet.cssRules].map(({ cssText }) => cssText).join('');

/**
 * Gives a root its styles. A constructed sheet serves one document alone, and only one that has a window can make it:
 * Lit's are the page's, and elsewhere there is one of the same text.
 */
export function dress(root: ShadowRoot, styles: CSSResultOrNative[]): void {
  const { ownerDocument } = root;
  if (ownerDocument === globalThis.document) return adoptStyles(root, styles);
  const view = ownerDocument.defaultView;
  if (!view) return;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(styles.map(textOf).join(''));
  root.adoptedStyleSheets = [sheet];
}
