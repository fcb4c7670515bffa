import { css } from './lit.js';

/*
 * Six properties make the tag a clinic's own, set on `still-room` or anywhere above it:
 *
 * --still-ink     text by day
 * --still-ground  background by day
 * --still-line    hairlines and borders by day
 * --still-glow    the one accent: primary action, focus ring; warms dusk and night without ever lighting them
 * --still-font    typeface of everything
 * --still-radius  corners of buttons, fields and cards
 *
 * Dusk and night have grounds and inks of their own, so that nothing set for the day can light a dark room.
 */
export const tokens = css`
  :host {
    display: block;
  }
  .face {
    --glow: var(--still-glow, #8a4b2d);
    --accent: var(--glow);
    --ground: var(--still-ground, #f8f4ed);
    --ink: var(--still-ink, #2e2925);
    --line: var(--still-line, #ddd3c6);
    --soft: color-mix(in oklab, var(--ink) 80%, var(--ground));
    --raised: color-mix(in oklab, #fff, var(--ground));
    font: 1rem/1.45 var(--still-font, system-ui, sans-serif);
    color: var(--ink);
    background: var(--ground);
    color-scheme: light;
  }
  .dusk,
  .night {
    --accent: color-mix(in oklab, var(--glow), #ffcf9e);
    --ground: color-mix(in oklab, var(--glow) 5%, #16131b);
    --ink: #d6c9bc;
    --line: color-mix(in oklab, var(--ink) 17%, var(--ground));
    --raised: color-mix(in oklab, var(--ink) 5%, var(--ground));
    color-scheme: dark;
  }
  .night {
    --ground: color-mix(in oklab, var(--glow) 3%, #090605);
    --ink: #ab9482;
  }
  /* One colour for each stretch of the way, there and back; seen only as a glow behind the horizon. */
  .tint-0,
  .tint-5 {
    --hue: #b06b45;
  }
  .tint-1,
  .tint-4 {
    --hue: #94506a;
  }
  .tint-2,
  .tint-3 {
    --hue: #4c5590;
  }
`;
