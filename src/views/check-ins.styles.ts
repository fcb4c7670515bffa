import { css } from './lit.js';

/** Small cards at the edge that fade in; what has lapsed stands faint below them. */
export const checkInStyles = css`
  still-room-check-ins {
    gap: 0;
  }
  [part='card'] {
    display: grid;
    gap: 0.75rem;
    animation: still-in 2s;
  }
  still-room-check-ins > details {
    order: 1;
  }
  .rate form {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(56px, 1fr));
    gap: 0.25rem;
  }
  .rate button {
    padding: 0;
  }
  .look button {
    flex: auto;
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
