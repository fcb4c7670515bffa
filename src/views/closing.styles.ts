import { css } from './lit.js';

/** Stop and attend, the closing list, the timeline. */
export const closingStyles = css`
  [part='attend'] {
    font-size: 1.25rem;
  }
  [part='attend'] button {
    min-block-size: 6rem;
    color: var(--ground);
    background: var(--ink);
  }
  [part='closing'] {
    gap: 0.5rem;
  }
  li {
    display: grid;
    grid-template-columns: 5.5rem 1fr;
  }
  li span {
    padding-block: 0.35rem;
    padding-inline-start: 1.25rem;
    border-inline-start: 1px solid var(--line);
  }
  li span:first-child {
    padding-inline: 0 1.25rem;
    border: 0;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .phase {
    padding-block-start: 0.9rem;
    font-size: 1.15rem;
  }
  .track {
    color: var(--soft);
  }
  .mark > :last-child {
    border-inline-start: 3px solid var(--accent);
  }
`;
