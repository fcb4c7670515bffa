import { css } from './lit.js';

/** Groups of live moves: one column on a phone, side by side where there is room. */
export const controlsStyles = css`
  .mark {
    flex: 1;
  }
  .moments > form > button:first-of-type {
    flex: 1 1 100%;
  }
  .stage [part='controls'],
  [part='card'] {
    padding: 1.25rem;
    background: var(--ground);
    border: 1px solid var(--line);
    border-radius: var(--still-radius, 14px);
  }
  @container (min-width: 56rem) {
    .stage [part='console'] {
      display: flex;
      flex-direction: row-reverse;
      gap: 1rem;
    }
    .stage [part='console'] > * {
      margin-block: auto 0;
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
      flex: 0 0 25rem;
    }
  }
`;
