import type { State } from '../session/index.js';

/** Whether a session covers the page, so that nothing bright surrounds the room. */
export const covers = ({ leftOpen, status }: State): boolean => !leftOpen && /^(open|closing|ended)$/.test(status);

/** Tells the page's head, before a reload paints anything, that a session covers the page: see `demo/dark-first.js`. */
export function markDark(room: string, dark: boolean): void {
  try {
    localStorage[dark ? 'setItem' : 'removeItem'](`stillroom-dark:${room}`, '1');
  } catch {
    // Where the browser stores nothing.
  }
}

/**
 * Brings what covers the page into the top layer, again where the tag was taken out of its place; where there is no top
 * layer the style's fixed position does it. Nothing enters it out of the page, or in a document without a window.
 */
export function lift({ isConnected, ownerDocument, renderRoot }: HTMLElement & { renderRoot: ParentNode }): void {
  if (!isConnected || !ownerDocument.defaultView) return;
  const cover = renderRoot.querySelector<HTMLElement>('[popover]');
  if (cover?.showPopover && !cover.matches(':popover-open')) cover.showPopover();
}
