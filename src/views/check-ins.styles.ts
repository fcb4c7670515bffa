import { css } from 'lit';

/** Small cards at the edge that fade in. */
export const checkInStyles = css`
  still-room-check-ins {
    display: grid;
    gap: 0.75rem;
    margin-block-end: 1rem;
  }
  still-room-check-ins:not(:has(*)) {
    display: none;
  }
  [part='card'] {
    display: grid;
    gap: 1rem;
    padding: 1.25rem;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    animation: still-in 2s;
  }
  [part='card'] h3 {
    margin-block-end: 0.6rem;
  }
  [part='card'] form > [part='button'] {
    flex: 1 1 auto;
  }
  .rate form {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(56px, 1fr));
  }
  .rate [part='button'] {
    padding-inline: 0;
  }
  [part='card'] .row {
    justify-content: end;
  }
  .face .lapsed > details > summary {
    color: var(--soft);
    background: none;
    border-color: transparent;
  }
  @keyframes still-in {
    from {
      opacity: 0;
    }
  }
`;
