import { css } from 'lit';

/** Stop and attend, the closing list, the timeline. */
export const closingStyles = css`
  :is(.close, .end, .attend, .left) > * {
    margin-block-end: 2rem;
  }
  [part='attend'] {
    display: grid;
    gap: 1.5rem;
  }
  [part='attend'] > [part='button'] {
    min-block-size: 6rem;
    font-size: 1.5rem;
    color: var(--ground);
    background: var(--ink);
  }
  dl {
    display: grid;
    gap: 0.75rem;
  }
  dl div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.5rem;
    align-items: baseline;
    font-size: 1.25rem;
  }
  dt {
    flex: 0 0 9rem;
  }
  [part='ticks'] {
    display: grid;
    gap: 0.5rem;
    margin-block-start: 1rem;
  }
  still-room-closing [part='arc'] {
    inline-size: 100%;
    margin-block: 1.5rem -1.5rem;
  }
  still-room-closing circle {
    fill: var(--accent, var(--glow));
    stroke: none;
  }
  [part='timeline'] li {
    display: grid;
    grid-template-columns: 4.5rem 1fr;
    gap: 1.25rem;
    padding-block: 0.35rem;
  }
  [part='timeline'] li > :first-child {
    text-align: end;
    font-variant-numeric: tabular-nums;
    color: var(--soft);
  }
  [part='timeline'] li > :last-child {
    padding-inline-start: 1.25rem;
    border-inline-start: 1px solid var(--line);
  }
  [part='timeline'] small {
    margin-inline-start: 0.75em;
  }
  [part='timeline'] .phase {
    padding-block-start: 1.1rem;
    font-size: 1.15rem;
  }
  [part='timeline'] .track {
    color: var(--soft);
  }
  [part='timeline'] .mark > :last-child {
    border-inline-start: 3px solid var(--accent, var(--glow));
    padding-inline-start: calc(1.25rem - 2px);
  }
`;
