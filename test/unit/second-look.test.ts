import { describe, expect, it } from 'vitest';
import { lookedAtTwice } from '../../scripts/test/second-look.mjs';
import type { Result, Stage } from '../../scripts/test/stages.mjs';

const result = (passed: number, ...failures: string[]): Result => ({
  passed,
  failed: failures.length,
  skipped: 0,
  failures,
});

/** A stage that comes to these results, one after the other, and what it was asked to run. */
const staged = (...results: Result[]) => {
  const asked: string[][] = [];
  const stage: Stage = (_node, { filters }) => {
    asked.push(filters);
    return Promise.resolve(results[asked.length - 1]!);
  };
  return { run: (filters: string[] = []) => lookedAtTwice(stage)('node', { filters }), asked };
};

const crash = 'test/browser/face.test.ts: the browser disconnected';
const wrong = 'test/browser/dose.test.ts › the dose › counts: expected 1 to be 2';

describe('a stage in real browsers, looked at twice', () => {
  it('is run once where nothing failed', async () => {
    const { run, asked } = staged(result(9));
    expect(await run()).toEqual(result(9));
    expect(asked).toEqual([[]]);
  });

  it('names what failed once and passed by itself, and does not count it', async () => {
    const { run, asked } = staged(result(7, crash, wrong), result(5));
    expect(await run()).toEqual({ ...result(9), unsteady: [crash, wrong] });
    expect(asked).toEqual([[], ['test/browser/face.test.ts', 'test/browser/dose.test.ts']]);
  });

  it('fails where anything fails again', async () => {
    const { run } = staged(result(7, crash, wrong), result(4, wrong));
    expect(await run()).toMatchObject({ failed: 2, failures: [crash, wrong, `(again) ${wrong}`] });
  });

  it('fails where nothing at all ran the second time', async () => {
    const { run } = staged(result(7, crash), result(0));
    expect(await run()).toMatchObject({ failed: 1 });
  });

  it('is not run again where many files failed, where no file is to blame, where files were asked for, or where a loss was seen that comes by chance', async () => {
    const many = ['a', 'b', 'c', 'd'].map((name) => `test/e2e/${name}.test.ts › x: failed`);
    for (const [failures, filters] of [
      [many, []],
      [['e2e: ended with code 1'], []],
      [[crash], ['face']],
      [['test/e2e/kills.test.ts › loses nothing: AssertionError: expected 3 to be 4'], []],
      [['test/e2e/owner-changes-webkit.test.ts › holds: AssertionError: expected [ 7 ] to be []'], []],
    ] as const) {
      const { run, asked } = staged(result(7, ...failures));
      expect(await run([...filters])).toEqual(result(7, ...failures));
      expect(asked).toHaveLength(1);
    }
  });
});
