import { css } from 'lit';

/** The calm page before a session. */
export const prepareStyles = css`
  .prepare > * {
    margin-block-end: 2rem;
  }
  .face #still-choices,
  .typed {
    display: grid;
    gap: 1.75rem;
  }
  [part='choices'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  legend,
  [part='preflight'] h3 {
    margin-block-end: 0.6rem;
  }
  [part='choices'] > div {
    display: flex;
    gap: 0.5rem;
  }
  .playlist > div {
    flex: 1 1 100%;
  }
  .playlist [part='choice'] {
    flex: 1;
  }
  [part='choice'] {
    display: flex;
    align-items: center;
    gap: 0.7em;
    box-sizing: border-box;
    min-block-size: 56px;
    padding: 0.6em 1.15em;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    cursor: pointer;
  }
  [part='choice']:has(:checked) {
    border-color: var(--accent, var(--glow));
    box-shadow: inset 0 0 0 1px var(--accent, var(--glow));
  }
  [part='choice']:has(:disabled) {
    cursor: default;
    background: none;
  }
  [part='choice'] small {
    display: block;
  }
  .face :is([type='radio'], [type='checkbox'], [type='range'], progress) {
    accent-color: var(--accent, var(--glow));
  }
  .face :is([type='radio'], [type='checkbox']) {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    margin: 0;
  }
  .typed {
    grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
    gap: 1rem;
  }
  .typed .intention {
    grid-column: 1 / -1;
  }
  .device {
    color: var(--soft);
  }
  [part='preflight'] {
    margin-block-start: 2rem;
  }
  [part='preflight'] :is(li, label) {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.7em;
  }
  [part='preflight'] li {
    min-block-size: 48px;
    border-block-start: 1px solid var(--line);
  }
  [part='preflight'] small {
    margin-inline-start: auto;
  }
  .warning small {
    font-weight: 600;
    color: var(--ink);
  }
`;
