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
  if (!region?.isConnected) {
    document.body.append((region = document.createElement('div')));
    region.ariaLive = 'polite';
    // Seen by nobody, and without a style attribute.
    Object.assign(region.style, { position: 'fixed', clipPath: 'inset(50%)' });
  }
  // A region has to be known before its text changes.
  setTimeout(() => (region!.textContent = text), 100);
}
