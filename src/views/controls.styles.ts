import { css } from 'lit';

/** Groups of live moves: one column on a phone, side by side where there is room. */
export const controlsStyles = css`
  still-room-controls {
    display: grid;
    gap: 1.5rem;
  }
  [part='group'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    align-content: start;
    gap: 0.5rem;
  }
  [part='group'] > :is(h3, p, .dose, .dwell, .amend, input) {
    flex: 1 1 100%;
  }
  [part='group'] > input {
    block-size: 56px;
    margin: 0;
  }
  .dwell {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  .dwell h3 {
    flex: 1;
  }
  .dwell small {
    font-size: 1.5rem;
    font-weight: 300;
    font-variant-numeric: tabular-nums;
    color: inherit;
  }
  .dose form > [part='button']:first-of-type,
  .mark,
  .attend {
    flex: 1 1 12rem;
    font-weight: 500;
  }
  .amend [part='fold'] [part='fold'] {
    flex: 1 1 100%;
  }
  .stage still-room-controls {
    padding: 1.25rem;
    background: color-mix(in oklab, var(--ground) 94%, transparent);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  @container (min-width: 56rem) {
    .stage [part='console'] {
      display: flex;
      flex-direction: row-reverse;
      align-items: end;
      gap: 1rem;
    }
    .stage still-room-controls {
      flex: 1;
      grid-template-columns: repeat(3, 1fr);
    }
    .stage :is(.more, .way) {
      grid-column: 1 / -1;
    }
    .stage still-room-check-ins {
      flex: 0 0 20rem;
    }
  }
`;
