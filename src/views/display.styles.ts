import { css } from './lit.js';

/** The stage: horizon, arc and numerals, and above them the console that wakes and sinks. */
export const displayStyles = css`
  .dim {
    position: relative;
    min-block-size: 40rem;
    overflow: hidden;
  }
  .cover[popover] .dim {
    position: fixed;
    inset: 0;
    min-block-size: 0;
  }
  .dim > *,
  [part='display'] > * {
    position: absolute;
    inset: auto 1rem 1rem;
    margin: 0;
    max-inline-size: none;
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
  .live,
  .row {
    justify-content: center;
  }
  .stage > :is([part='console'], [part='message']) {
    inset-block-end: 5.5rem;
    max-block-size: calc(100% - 6rem);
    overflow: auto;
    transition:
      opacity 1.2s,
      visibility 1.2s;
  }
  .stage.asleep > [part='console'] {
    visibility: hidden;
    opacity: 0;
  }
  :dir(rtl) > svg {
    transform: scaleX(-1);
  }
`;
