import { killed } from '../e2e/support/kills.js';
import { engines } from '../e2e/support/launch.js';

/** @param kills in each engine that is there @returns the exit code; prints what each kill left */
export async function kills(count: number): Promise<number> {
  let faulty = 0;
  for (const engine of ['chromium', 'firefox'] as const) {
    if (!engines[engine]) throw new Error(`There is no ${engine}.`);
    const { kills, acknowledged, inFlight, durabilities, faults } = await killed(engine, count, (line) =>
      console.log(line),
    );
    for (const fault of faults) console.log(`✗ ${engine}, ${fault}`);
    const strict = durabilities.strict ?? 0;
    const other = Object.values(durabilities).reduce((sum, each) => sum + each, 0) - strict;
    const holds = !faults.length && !other && strict > 0 && acknowledged > kills;
    console.log(
      `${holds ? '✓' : '✗'} ${engine}: ${kills} kills, ${acknowledged} entries acknowledged, ${inFlight} more in flight, ` +
        `${faults.length} faults; ${strict} entries written with strict durability, ${other} otherwise`,
    );
    if (!holds) faulty++;
  }
  console.log(
    'A kill is no power cut: what the system was handed survives it. For that, entries are asked to be strict.',
  );
  return faulty ? 1 : 0;
}
