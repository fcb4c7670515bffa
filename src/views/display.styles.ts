import { css } from './lit.js';

/** The stage: horizon, arc and numerals, and above them the console that wakes and sinks. */
export const displayStyles = css`
  /* The one ground that dims slowly: words on any other have to be read at once. */
  .dim {
    position: relative;
    min-block-size: 40rem;
    overflow: hidden;
    transition: background-color 4s;
    display: flex;
    flex-direction: column;
    justify-content: end;
    padding: 0 1rem;
  }
  .cover[popover] .dim {
    position: fixed;
    inset: 0;
    min-block-size: 0;
  }
  .dim > * {
    position: relative;
    margin: 0;
    max-inline-size: none;
  }
  .dim > .live {
    background: none;
  }
  .dim > :is([part='display'], [part='rehearsal']),
  [part='display'] > * {
    position: absolute;
    inset: auto 1rem 1rem;
    margin: 0;
  }
  .dim > [part='display'],
  [part='display'] > .glow {
    inset: 0;
  }
  /* The colour is carried by currentColor, which the browser alone lets drift over a minute. */
  .glow {
    color: color-mix(in oklab, var(--hue) 40%, var(--ground));
    background: radial-gradient(80% 100% at 50% 100%, currentColor, transparent) 0 0 / 100% 62% no-repeat;
    transition: color 60s;
  }
  .night .glow {
    opacity: 0.6;
  }
  .glow::after {
    content: '';
    display: block;
    block-size: 62%;
    border-block-end: 1px solid;
  }
  svg {
    overflow: visible;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.25;
  }
  [part='display'] > svg {
    inset-block-end: calc(42% + max(0px, 9rem - 22cqi));
    inline-size: min(88%, 120vh);
    margin: auto;
  }
  path {
    vector-effect: non-scaling-stroke;
    opacity: 0.25;
  }
  .gone {
    opacity: 0.75;
    /* Dashes are measured on the screen otherwise, past the light. */
    vector-effect: none;
    transition: stroke-dasharray 4s ease-in-out;
  }
  [part='light'] {
    fill: var(--accent);
    stroke: none;
    transform-origin: 500px 633px;
    filter: drop-shadow(0 0 14px var(--accent));
    transition: transform 4s ease-in-out;
  }
  .face [part='numerals'] {
    inset-block-end: 42%;
    text-align: center;
    font-size: clamp(3.5rem, min(22cqi, 22vh), 11rem);
    font-weight: 200;
    line-height: 1;
    font-variant-numeric: tabular-nums;
  }
  .never [part='numerals'],
  .touch.asleep [part='numerals'] {
    visibility: hidden;
  }
  [part='numerals'] small {
    display: block;
    color: inherit;
    font-size: 1rem;
    font-weight: 400;
  }
  [part='hint'],
  .dim > [part='rehearsal'] {
    inset-block: 1.25rem auto;
    color: var(--soft);
  }
  [part='hint'] {
    text-align: end;
  }
  .live {
    justify-content: center;
  }
  /* Awake the minutes make room for the console, and can still be read from across the room. */
  .stage:not(.asleep) {
    padding-block-start: 12vh;
  }
  .stage:not(.asleep) [part='numerals'] {
    inset-block: 0.75rem auto;
    font-size: min(4.5rem, 9vh);
  }
  .stage:not(.asleep) [part='numerals'] small {
    display: inline;
  }
  .stage > [part='console'] {
    flex: 0 1 auto;
    min-block-size: 0;
    gap: 1rem;
    padding-block-end: 1.5rem;
    overflow: auto;
    scrollbar-color: var(--soft) transparent;
    /* What fades at the edge goes on below it. */
    mask: linear-gradient(#000 calc(100% - 1.5rem), transparent);
    transition:
      opacity 1.2s,
      visibility 1.2s;
  }
  .stage > [part='lock'] {
    gap: 0.5rem;
    max-inline-size: 30rem;
    margin-block-end: 1rem;
  }
  .stage.asleep > [part='lock'] {
    display: none;
  }
  .stage.asleep > [part='console'] {
    visibility: hidden;
    opacity: 0;
  }
  .stage.asleep .live > :is(.dose, .mark),
  .stage.asleep:not(.waits) .attend {
    visibility: hidden;
  }
  :dir(rtl) > svg {
    transform: scaleX(-1);
  }
`;
