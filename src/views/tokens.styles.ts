import { css } from 'lit';

/*
 * Six properties make the tag a clinic's own, set on `still-room` or anywhere above it:
 *
 * --still-ink     text by day
 * --still-ground  background by day
 * --still-line    hairlines and borders by day
 * --still-glow    the one accent: primary action, focus ring; tints dusk and night without ever lighting them
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
    --radius: var(--still-radius, 14px);
    --tint: color-mix(in oklab, var(--hue) 40%, var(--ground));
    font: 400 1rem/1.45 var(--still-font, system-ui, sans-serif);
    color: var(--ink);
    background: var(--ground);
  }
  .day {
    --ground: var(--still-ground, #f8f4ed);
    --ink: var(--still-ink, #2e2925);
    --line: var(--still-line, #ddd3c6);
    --soft: color-mix(in oklab, var(--ink) 72%, var(--ground));
    --raised: color-mix(in oklab, var(--ground) 55%, white);
    color-scheme: light;
  }
  .dusk,
  .night {
    --accent: color-mix(in oklab, var(--still-glow, #c98a62) 55%, #d9b48f);
    color-scheme: dark;
  }
  .dusk {
    --ground: color-mix(in oklab, var(--glow) 5%, #16131b);
    --ink: #d6c9bc;
    --line: #3d3540;
    --soft: #a99c93;
    --raised: #211c27;
  }
  .night {
    --ground: color-mix(in oklab, var(--glow) 3%, #090605);
    --ink: #ab9482;
    --line: #2a201a;
    --soft: #937e6e;
    --raised: #120c0a;
  }
  /* One colour for each stretch of the way; seen only as a glow behind the horizon. */
  .tint-0 {
    --hue: #b5664a;
  }
  .tint-1 {
    --hue: #a3525c;
  }
  .tint-2 {
    --hue: #7d4d79;
  }
  .tint-3 {
    --hue: #4c5590;
  }
  .tint-4 {
    --hue: #3f7474;
  }
  .tint-5 {
    --hue: #a4793f;
  }
`;
