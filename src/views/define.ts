import { CheckIns } from './check-ins.js';
import { Closing } from './closing.js';
import { Controls } from './controls.js';
import { Display } from './display.js';
import { Face } from './face.js';
import { Prepare } from './prepare.js';

/** Names of the inner elements. They live in the tag's own shadow root; no page is meant to write them. */
const VIEWS = {
  'still-room-face': Face,
  'still-room-prepare': Prepare,
  'still-room-display': Display,
  'still-room-controls': Controls,
  'still-room-check-ins': CheckIns,
  'still-room-closing': Closing,
};

/**
 * Registers the inner elements; those that are there already stay. Never at import, so that a server can import this.
 * @returns the version whose elements these are
 */
export function defineViews(version: string): string | undefined {
  Face.version = version;
  for (const [name, view] of Object.entries(VIEWS)) customElements.get(name) ?? customElements.define(name, view);
  return (customElements.get('still-room-face') as typeof Face).version;
}
