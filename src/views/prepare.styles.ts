import { css } from './lit.js';

/** The calm page before a session. */
export const prepareStyles = css`
  #still-choices {
    gap: 1.5rem 0.75rem;
    min-inline-size: 0;
  }
  .playlist,
  .touch {
    flex: 1 1 100%;
  }
  .face legend {
    margin-block-end: 0.6rem;
  }
  [part='choice'] {
    flex: 0 1 auto;
    justify-content: start;
    font-size: 1rem;
    overflow-wrap: break-word;
  }
  /* Only a word that is longer than all there is breaks. */
  [part='choice'] > span {
    min-inline-size: 0;
  }
  fieldset > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  :is(fieldset > div, [part='choice']) {
    max-inline-size: 100%;
  }
  .playlist > div {
    flex: 1 1 100%;
  }
  .playlist label {
    flex: 1;
  }
  [part='preflight'] label {
    display: flex;
    align-items: center;
    gap: 0.7em;
    min-block-size: 3rem;
    font-size: 1rem;
    border-block-start: 1px solid var(--line);
  }
  [part='preflight'] small {
    flex: none;
    margin-inline-start: auto;
  }
  progress {
    inline-size: 4rem;
  }
`;
