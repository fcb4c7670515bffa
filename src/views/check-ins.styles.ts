import { css } from './lit.js';

/** Small cards at the edge that fade in; what has lapsed stands faint below them. */
export const checkInStyles = css`
  still-room-check-ins {
    gap: 0.5rem;
  }
  [part='card'] {
    display: grid;
    grid-template-columns: minmax(6rem, 1fr) auto;
    align-items: center;
    gap: 0.25rem;
    animation: still-in 2s;
  }
  [part='card'] > * {
    grid-column: 1 / -1;
  }
  [part='card'] > h2:first-of-type {
    grid-column: 1;
  }
  .row {
    grid-area: 1 / 2;
  }
  .row button {
    padding-inline: 0.5em;
    font-size: 0.875rem;
  }
  /* As many columns as their words have room in, and two at least. */
  .systolic {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(3.5rem, 45%), 1fr));
    gap: 0.3rem;
  }
  .systolic > button {
    grid-column: span 2 / -1;
  }
  .systolic input {
    padding-inline: 0.4em;
  }
  .systolic label {
    font-size: 0.75rem;
  }
  still-room-check-ins > details {
    order: 1;
  }
  .rate form {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(46px, 1fr));
    gap: 0.25rem;
  }
  .rate button {
    padding: 0;
  }
  .rate label {
    grid-column: 1 / -1;
  }
  .look button {
    flex: auto;
    padding-inline: 0.6em;
  }
  .look label {
    flex: 1 1 100%;
  }
  @keyframes still-in {
    from {
      opacity: 0;
    }
  }
`;
