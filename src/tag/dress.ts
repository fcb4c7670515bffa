import { styles } from '../views/index.js';

/** A constructed sheet serves one document alone, and only one that has a window can make it: Lit's are the page's. */
export function dress(root: ShadowRoot): void {
  const view = root.ownerDocument.defaultView;
  if (!view) return;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(styles.join(''));
  root.adoptedStyleSheets = [sheet];
}
