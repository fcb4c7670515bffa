/** The stages of `npm test`, in order. Each runs a tool and comes back with counts. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from '../setup/index.mjs';
import { freePort } from '../setup/port.mjs';
import { run } from '../setup/processes.mjs';
import { startDriver } from '../setup/webkit.mjs';
import { lookedAtTwice } from './second-look.mjs';

/**
 * unsteady: what failed, and passed when it was run again by itself
 * @typedef {{passed: number, failed: number, skipped: number, failures: string[], unsteady?: string[]}} Result
 */
/** @typedef {{filters: string[], label?: string}} Options label: before each line, where another stage runs beside it */
/** @typedef {(node: string, options: Options) => Promise<Result>} Stage */

/** ms after which a stage has surely got stuck, on a machine that is busy with other things too. */
const STUCK = 600_000;

/** @type {Record<string, Stage>} */
export const stages = {
  types: tool(['node_modules/typescript/bin/tsc']),
  lint: tool(['node_modules/eslint/bin/eslint.js', '.']),
  format: tool(['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'], 'npm run format'),
  build: tool(['scripts/build.mjs']),
  docs: tool(['--import', './scripts/setup/typescript.mjs', 'scripts/docs/index.mjs', '--check'], 'npm run docs'),
  size: tool(['scripts/size.mjs']),
  unit: vitest('unit', STUCK),
  'browser chromium': lookedAtTwice(browser('chromium')),
  'browser firefox': lookedAtTwice(browser('firefox')),
  'browser webkit': lookedAtTwice(browser('webkit')),
  e2e: lookedAtTwice(vitest('e2e', 2 * STUCK)),
  speaker: lookedAtTwice(vitest('speaker', STUCK)),
};

/** Whole browsers: they load what is built, are listened to, and come last, each stage by itself. */
export const whole = ['e2e', 'speaker'];

/** What a stage looks at and another makes. @type {Record<string, string>} */
export const needs = { docs: 'build', size: 'build', unit: 'build' };

/**
 * A tool that passes or fails as a whole.
 * @param {string[]} args @param {string} [remedy] @returns {Stage}
 */
function tool(args, remedy) {
  return async (node, { label }) => {
    /** @type {string[]} */
    const heard = [];
    const code = await run(node, args, { cwd: root, timeout: STUCK, heard, label });
    if (code === 0) return passedOnce;
    const said = heard.join('').trim() || ended(code);
    return failedOnce(`${remedy ? `(mended by ${remedy})\n` : ''}${said}`);
  };
}

/** @param {string} project of vitest.config.ts @param {number} timeout @returns {Stage} */
function vitest(project, timeout) {
  return (node, { filters, label }) =>
    withFile(async (file) => {
      const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests', ...filters];
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const code = await run(node, [...args, ...reporters], { cwd: root, timeout, label });
      const report = read(file);
      if (!report) return failedOnce(`${project}: ${ended(code)}`);
      const failures = report.testResults.flatMap((/** @type {VitestFile} */ suite) => failuresIn(suite));
      // An error outside of any test fails the run without a failed test.
      if (code !== 0 && failures.length === 0) failures.push(`${project}: ${ended(code)}`);
      return { passed: report.numPassedTests, failed: failures.length, skipped: report.numPendingTests, failures };
    });
}

/** @typedef {{name: string, status: string, message: string, assertionResults: {status: string, fullName: string, failureMessages: string[]}[]}} VitestFile */

/** @param {VitestFile} suite */
function failuresIn({ name, status, message, assertionResults }) {
  const file = relative(root, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [`${file}: ${message}`];
  return failed.map((test) => `${file} › ${test.fullName}: ${test.failureMessages[0] ?? 'failed'}`);
}

/** @param {'chromium' | 'firefox' | 'webkit'} engine @returns {Stage} */
function browser(engine) {
  return (node, { filters, label }) =>
    withFile(async (file) => {
      const driver = engine === 'webkit' ? await startDriver(process.env.STILLROOM_WEBKIT_DRIVER ?? '') : null;
      const env = {
        ...process.env,
        STILLROOM_ENGINE: engine,
        STILLROOM_RESULT: file,
        STILLROOM_PORT: String(await freePort()),
        ...(filters.length && { STILLROOM_FILES: filters.map(pattern).join() }),
        ...(driver && { STILLROOM_WEBKIT_PORT: String(driver.port) }),
      };
      const args = ['node_modules/@web/test-runner/dist/bin.js', '--config', 'web-test-runner.config.mjs'];
      const code = await run(node, args, { cwd: root, env, timeout: STUCK, label });
      await driver?.close();
      const result = read(file);
      if (!result || (code !== 0 && result.failed === 0)) return failedOnce(`${engine}: ${ended(code)}`);
      return result;
    });
}

/** @param {string} filter a file, or a part of its path */
const pattern = (filter) => (filter.endsWith('.test.ts') ? filter : `test/browser/**/*${filter}*.test.ts`);

const passedOnce = { passed: 1, failed: 0, skipped: 0, failures: [] };

/** @param {string} failure @returns {Result} */
export const failedOnce = (failure) => ({ passed: 0, failed: 1, skipped: 0, failures: [failure] });

/** @param {number} code */
const ended = (code) => (code === 124 ? 'took too long and was ended' : `ended with code ${code}; see above`);

/** @param {string} file */
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/** @template T @param {(file: string) => Promise<T>} body @returns {Promise<T>} */
async function withFile(body) {
  const folder = mkdtempSync(join(tmpdir(), 'stillroom-result-'));
  try {
    return await body(join(folder, 'result.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
