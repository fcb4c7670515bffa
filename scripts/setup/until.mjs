/**
 * Waits for what another process does.
 * @param {() => unknown} holds
 * @param {string} otherwise what to say when it does not come about
 * @param {number} [ms]
 */
export async function until(holds, otherwise, ms = 10_000) {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${otherwise} within ${ms / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
