/**
 * Files in real browsers that failed are run once more, by themselves: an engine that crashes under its driver, or a
 * machine that stalls, is not seen twice in the same file, while a fault of ours is. What failed only once is not counted
 * but named at the end, so that it stays known.
 */
import { say } from '../setup/processes.mjs';

/** @typedef {import('./stages.mjs').Stage} Stage */

/** More failing files than this are no accident, and would take too long. */
const MOST = 3;

/** What these look for comes by chance: that it does not come again says nothing, and a loss stays one. */
const CHANCE = /^test\/e2e\/(kills|owner-changes\S*)\.test\.ts\b[^]*AssertionError/;

/** @param {Stage} stage whose filters may be whole paths @returns {Stage} */
export function lookedAtTwice(stage) {
  return async (node, options) => {
    const first = await stage(node, options);
    const files = filesOf(first.failures);
    if (!files || options.filters.length || first.failures.some((failure) => CHANCE.test(failure))) return first;
    say(`once more, by itself: ${files.join(', ')}`);
    const second = await stage(node, { ...options, filters: files });
    if (second.failed || !second.passed) {
      const failures = [...first.failures, ...second.failures.map((failure) => `(again) ${failure}`)];
      return { ...first, failures };
    }
    return { ...first, passed: first.passed + first.failed, failed: 0, failures: [], unsteady: first.failures };
  };
}

/**
 * The test files that failed, or null where there are none, too many, or one without a name.
 * @param {string[]} failures each begins with its file
 */
export function filesOf(failures) {
  const files = new Set(failures.map((failure) => /^(test\/\S+\.test\.ts)\b/.exec(failure)?.[1]));
  const named = [...files].filter((file) => file !== undefined);
  return named.length === files.size && named.length > 0 && named.length <= MOST ? named : null;
}
