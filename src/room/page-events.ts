/** Wherever they are told, on the document or the window, bubbling or not. */
const LIFE = ['visibilitychange', 'freeze', 'resume', 'pageshow', 'pagehide'];

/**
 * Listens to the page being hidden, shown, frozen and resumed, left and come back to. Nothing in Node.
 * @returns stops listening
 */
export function onPage(callback: (event: Event) => void): () => void {
  const page = globalThis as unknown as Partial<Window>;
  // Captured: every event of the document passes the window on its way down.
  for (const type of LIFE) page.addEventListener?.(type, callback, true);
  return () => {
    for (const type of LIFE) page.removeEventListener?.(type, callback, true);
  };
}
