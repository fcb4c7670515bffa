/** What every command needs before it can work: packages, and a Node for the tools. */
import { delimiter, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode } from './node24.mjs';
import { bringPackages } from './packages.mjs';
import { endAll } from './processes.mjs';

/** The project's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** @returns {Promise<string>} the path of the Node to run tools with; it is first on the PATH from now on */
export async function setUp() {
  await bringPackages(root);
  const node = await findNode(root);
  process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  return node;
}

/** Runs a command's body; what goes wrong is said in a sentence, not in a stack. @param {() => Promise<number>} body */
export async function command(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  } finally {
    await endAll();
  }
}
