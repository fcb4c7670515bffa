import type { CSSResult } from './lit.js';
import { checkInStyles } from './check-ins.styles.js';
import { closingStyles } from './closing.styles.js';
import { controlsStyles } from './controls.styles.js';
import { displayStyles } from './display.styles.js';
import { faceStyles } from './face.styles.js';
import { prepareStyles } from './prepare.styles.js';
import { tokens } from './tokens.styles.js';

/** The one set of styles of the tag's shadow root. */
export const styles: CSSResult[] = [
  tokens,
  faceStyles,
  displayStyles,
  prepareStyles,
  controlsStyles,
  checkInStyles,
  closingStyles,
];
