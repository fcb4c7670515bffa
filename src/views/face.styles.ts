import { css } from 'lit';

/** Page and stage, and what all faces are made of: buttons, fields, folds. */
export const faceStyles = css`
  .cover[popover] {
    position: fixed;
    inset: 0;
    inline-size: auto;
    block-size: auto;
    margin: 0;
    border: 0;
    padding: 0;
    overflow: auto;
    background: #090605;
  }
  still-room-face,
  .face > * {
    display: block;
  }
  .face {
    container-type: inline-size;
    box-sizing: border-box;
    padding: clamp(1rem, 4vw, 3rem);
    overflow-wrap: anywhere;
    transition: background-color 4s;
  }
  .cover[popover] .face {
    min-block-size: 100dvh;
  }
  .face > :not(still-room-display) {
    max-inline-size: 44rem;
    margin-inline: auto;
  }
  .face [hidden],
  .face > p:empty {
    display: none;
  }
  .face :is(h2, h3, p, ul, ol, dl, dd, fieldset) {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
    list-style: none;
  }
  .face h2 {
    font-size: 1.9rem;
    font-weight: 300;
    letter-spacing: -0.01em;
  }
  .face :is(h3, legend) {
    font-size: 1rem;
    font-weight: 500;
  }
  .face small {
    font-size: 0.875rem;
    color: var(--soft);
  }
  :is(h2, h3) small {
    margin-inline-start: 0.75em;
    font-weight: 400;
    letter-spacing: 0;
  }
  [part~='button'],
  [part='field'] :is(input, select, textarea) {
    box-sizing: border-box;
    min-block-size: 56px;
    padding: 0.6em 1.15em;
    font: inherit;
    color: var(--ink);
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  [part~='button'] {
    cursor: pointer;
    touch-action: manipulation;
    user-select: none;
  }
  [part~='button']:is(:hover, [aria-pressed='true']) {
    border-color: var(--soft);
  }
  [part~='button'][aria-pressed='true'] {
    background: var(--line);
  }
  [part~='primary'] {
    inline-size: 100%;
    font-size: 1.15rem;
    color: var(--ground);
    background: var(--glow);
    border-color: transparent;
  }
  .face .plain {
    color: var(--soft);
    background: none;
    border-color: transparent;
  }
  .face :focus-visible {
    outline: 2px solid var(--accent, var(--glow));
    outline-offset: 2px;
  }
  [part='console']:focus {
    outline: none;
  }
  [part='field'] {
    display: grid;
    gap: 0.25rem;
    flex: 1 1 9rem;
  }
  [part='field'] span {
    font-size: 0.875rem;
    color: var(--soft);
  }
  [part='field'] :is(input, select, textarea) {
    inline-size: 100%;
    padding-inline: 0.8em;
    resize: vertical;
  }
  .face form,
  .row,
  [part='fold'][open] {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem;
  }
  [part='fold'] {
    flex: 0 1 auto;
  }
  [part='fold'][open] {
    flex: 1 1 100%;
  }
  [part='fold'] > form {
    padding-block: 0.5rem 1rem;
  }
  summary {
    display: inline-block;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::after {
    content: '+';
    margin-inline-start: 0.6em;
    color: var(--soft);
  }
  [open] > summary::after {
    content: '–';
  }
  [part='rehearsal'] {
    inline-size: fit-content;
    padding: 0.2em 1em;
    font-size: 0.875rem;
    color: var(--soft);
    border: 1px solid var(--line);
    border-radius: 99px;
  }
  [part='message'] {
    padding: 1rem 0;
  }
  @media (prefers-reduced-motion: reduce) {
    .face,
    .face * {
      transition: none !important;
    }
  }
`;
