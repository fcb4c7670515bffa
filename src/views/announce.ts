interface Notifies {
  ariaNotify?(text: string): void;
}

let region: HTMLElement | undefined;

/**
 * Tells a screen reader of a phase or a prompt, politely. By `ariaNotify` where there is one; elsewhere through one
 * region in the page itself, because live regions inside a shadow root are not read reliably.
 */
export function announce(from: HTMLElement & Notifies, text: string): void {
  if (from.ariaNotify) return from.ariaNotify(text);
  const { body, defaultView } = from.ownerDocument;
  const first = !region?.isConnected;
  if (first) {
    region = from.ownerDocument.createElement('div');
    region.ariaLive = 'polite';
    region.role = 'status';
    // Seen by nobody, and laid out without a style attribute.
    Object.assign(region.style, { position: 'fixed', clipPath: 'inset(50%)', inlineSize: '1px', overflow: 'hidden' });
    body.append(region);
  }
  // A region has to be known before its text changes.
  defaultView?.requestAnimationFrame(() => defaultView.setTimeout(() => (region!.textContent = text), first ? 100 : 0));
}
