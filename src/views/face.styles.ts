import { css } from './lit.js';

/** Pages, and what all faces are made of: buttons, fields, folds. */
export const faceStyles = css`
  .cover[popover] {
    position: fixed;
    inset: 0;
    inline-size: auto;
    block-size: auto;
    border: 0;
    padding: 0;
    overflow: auto;
    background: #090605;
  }
  .cover[popover] .face {
    min-block-size: 100dvh;
  }
  .face {
    container-type: inline-size;
    padding: clamp(1rem, 4vw, 3rem);
    overflow-wrap: anywhere;
    outline: 0;
    accent-color: var(--accent);
  }
  .face > *,
  still-room-controls,
  still-room-check-ins {
    display: grid;
    gap: 1.5rem;
    inline-size: 100%;
    max-inline-size: 44rem;
    margin: 0 auto 1.5rem;
  }
  .face [hidden],
  .face > :empty,
  small:empty {
    display: none !important;
  }
  .face,
  .face * {
    box-sizing: border-box;
  }
  .face :is(h2, p, ol, fieldset, legend) {
    margin-block: 0;
    min-inline-size: 0;
    padding: 0;
    border: 0;
    list-style: none;
    font: inherit;
  }
  .face > * > h2 {
    font-size: 1.9rem;
    font-weight: 300;
  }
  small {
    font-size: 0.875rem;
    color: var(--soft);
  }
  button,
  summary,
  input,
  textarea,
  [part='choice'] {
    min-block-size: 56px;
    padding: 0.5em 1.1em;
    font: inherit;
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: var(--still-radius, 14px);
  }
  button,
  summary,
  [part='choice'] {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.7em;
    cursor: pointer;
    touch-action: manipulation;
  }
  button:hover {
    border-color: var(--soft);
  }
  button[aria-pressed='true'],
  [part='choice']:has(:checked) {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  .live [part~='primary'] {
    flex: 1;
    font-size: 1.15rem;
    color: var(--ground);
    background: var(--accent);
  }
  .plain,
  .live .blocked,
  .asleep.dim .live button,
  still-room-check-ins > * > summary {
    color: var(--soft);
    background: none;
    border-color: transparent;
  }
  /* Never out of sight, whatever the page is made of. */
  .live {
    position: sticky;
    inset-block-end: 0;
    padding-block: 0.75rem;
    background: var(--ground);
  }
  .live :is(.blocked, .soundless, .dose) {
    flex: 1 1 100%;
  }
  .soundless {
    margin: 0;
    color: var(--soft);
  }
  /* Read from across the room. */
  .live .blocked {
    font-size: clamp(2rem, 6cqi, 4rem);
    font-weight: 200;
    line-height: 1.2;
  }
  .face :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  label {
    flex: 1 1 7rem;
    font-size: 0.875rem;
  }
  label > span {
    white-space: pre-line;
  }
  input,
  textarea {
    display: block;
    inline-size: 100%;
    font-size: 1rem;
  }
  .veiled {
    -webkit-text-security: disc;
  }
  .kept {
    visibility: hidden;
  }
  [type='radio'],
  [type='checkbox'] {
    flex: none;
    min-block-size: 0;
    block-size: 1.25rem;
    inline-size: 1.25rem;
    margin: 0;
  }
  form,
  fieldset,
  .row,
  .live,
  .volume,
  details[open],
  [part='group'] {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    align-content: start;
    gap: 0.5rem;
  }
  form,
  details[open],
  label:has(textarea),
  :is(fieldset, [part='group'], details) > :is(h2, p, details[open], .volume) {
    flex: 1 1 100%;
  }
  summary::after {
    content: '+';
  }
  @media (prefers-reduced-motion) {
    .face * {
      transition: none !important;
      animation: none !important;
    }
  }
`;
