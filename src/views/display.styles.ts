import { css } from 'lit';

/** The stage: horizon, arc and numerals, and above them the console that wakes and sinks. */
export const displayStyles = css`
  .face:is(.stage, .away) {
    position: relative;
    min-block-size: 40rem;
    padding: 0;
    overflow: hidden;
  }
  .cover[popover] .face:is(.stage, .away) {
    block-size: 100dvh;
    min-block-size: 0;
  }
  still-room-display,
  .glow {
    position: absolute;
    inset: 0;
  }
  /* The colour is carried by currentColor, which the browser alone lets drift over a minute. */
  .glow {
    color: var(--tint);
    background: radial-gradient(80% 100% at 50% 100%, currentColor, transparent) 0 0 / 100% 62% no-repeat;
    transition: color 60s;
  }
  .glow::after {
    content: '';
    position: absolute;
    inset-block-start: 62%;
    inset-inline: 0;
    border-block-start: 1px solid currentColor;
  }
  .night .glow {
    opacity: 0.6;
  }
  [part='arc'] {
    display: block;
    inline-size: min(88%, 120dvh);
    margin: auto;
    overflow: visible;
    fill: none;
    stroke: var(--line);
    stroke-width: 1.25;
  }
  still-room-display [part='arc'] {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 42%;
  }
  [part='arc'] path,
  [part='arc'] line {
    vector-effect: non-scaling-stroke;
  }
  [part='arc'] .gone {
    stroke: var(--soft);
    opacity: 0.6;
  }
  [part='light'] {
    transform-origin: 500px 633px;
    fill: var(--accent);
    stroke: none;
    filter: drop-shadow(0 0 14px var(--accent));
    transition: transform 4s ease-in-out;
  }
  [part='numerals'] {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 42%;
    text-align: center;
    font-size: clamp(3.5rem, min(22cqi, 22dvh), 11rem);
    font-weight: 200;
    line-height: 1;
    font-variant-numeric: tabular-nums lining-nums;
    letter-spacing: -0.02em;
  }
  [part='numerals'] small {
    display: block;
    font-size: 1rem;
    font-weight: 400;
    letter-spacing: 0;
  }
  [part='hint'] {
    position: absolute;
    inset-block-start: 1.25rem;
    inset-inline-end: 1.5rem;
    color: var(--soft);
  }
  .stage [part='rehearsal'],
  .away [part='rehearsal'] {
    position: absolute;
    inset-block-start: 1.25rem;
    inset-inline-start: 1.5rem;
  }
  .live {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.5rem;
  }
  :is(.stage, .away) .live {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 1rem;
  }
  .live [part='button'] {
    background: none;
    border-color: transparent;
    color: var(--soft);
  }
  .wake:not(:focus-visible) {
    position: absolute;
    inline-size: 1px;
    min-block-size: 1px;
    padding: 0;
    clip-path: inset(50%);
  }
  .stage [part='message'] {
    position: absolute;
    inset-inline: 1rem;
    inset-block-end: 5rem;
    text-align: center;
  }
  .stage [part='console'] {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 5rem;
    box-sizing: border-box;
    max-inline-size: none;
    max-block-size: calc(100% - 6rem);
    padding-inline: clamp(0.75rem, 2vw, 2rem);
    overflow: auto;
    transition:
      opacity 1.2s,
      visibility 1.2s;
  }
  .stage.asleep [part='console'] {
    visibility: hidden;
    opacity: 0;
  }
  still-room-face:dir(rtl) [part='arc'] {
    transform: scaleX(-1);
  }
  @media (forced-colors: active) {
    [part='arc'] {
      stroke: CanvasText;
    }
    [part='light'] {
      fill: Highlight;
    }
  }
`;
