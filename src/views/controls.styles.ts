import { css } from './lit.js';

/** Groups of live moves: one column on a phone, side by side where there is room. */
export const controlsStyles = css`
  .volume > button {
    flex: 1;
    padding-inline: 0.5em;
  }
  .volume > input {
    order: 1;
    flex: 1 1 100%;
    padding-inline: 0;
  }
  .stage [part='controls'],
  [part='card'] {
    padding: 0.25rem 1rem 0.6rem;
    background: var(--ground);
    border: 1px solid var(--line);
    border-radius: var(--still-radius, 14px);
  }
  @container (min-width: 56rem) {
    .stage [part='console'] {
      display: flex;
      flex-direction: row-reverse;
    }
    .stage [part='console'] > * {
      margin-block: auto 0;
    }
    .live .dose {
      flex: none;
    }
    .stage [part='controls'] {
      flex: 1;
      max-inline-size: none;
      grid-template-columns: repeat(3, 1fr);
    }
    .stage :is(.more, .way) {
      grid-column: 1 / -1;
    }
    .stage still-room-check-ins {
      flex: 0 0 24rem;
    }
  }
`;
