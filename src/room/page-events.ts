/**
 * Listens to the page's life wherever it is told: on the document or the window, bubbling or not. Nothing in Node.
 * @returns stops listening
 */
export function onPage(types: readonly string[], callback: (event: Event) => void): () => void {
  const page = globalThis as Partial<Pick<Window, 'addEventListener' | 'removeEventListener'>>;
  // Captured: every event of the document passes the window on its way down.
  for (const type of types) page.addEventListener?.(type, callback, true);
  return () => {
    for (const type of types) page.removeEventListener?.(type, callback, true);
  };
}

/** `false` in Node, too, where there is nothing to be hidden. */
export const isHidden = () => (globalThis.document as Document | undefined)?.visibilityState === 'hidden';
