import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { until } from '../../../scripts/setup/until.mjs';
import { treeOf } from '../../support/process-tree.js';
import { engines, launchChromiumAt, launchFirefoxAt } from './launch.js';
import type { Tab } from './tag.js';

export type Engine = 'chromium' | 'firefox';

/** A browser with a profile that outlives it, which can be killed. */
export interface Mortal {
  /** A new tab at this address. */
  open(address: string): Promise<Tab & { close(): Promise<void> }>;
  /** SIGKILL to its whole process group, as when the battery is pulled from under it. Settled when nothing of it runs. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** @param folder of the profile */
export async function launchMortal(engine: Engine, folder: string): Promise<Mortal> {
  if (!engines[engine]) throw new Error(`There is no ${engine}: run this through npm test.`);
  const { pid, newTab, close } = engine === 'chromium' ? await chromiumAt(folder) : await firefoxAt(folder);
  return {
    async open(address) {
      const tab = await newTab();
      await tab.goto(address);
      return tab;
    },
    async kill() {
      const tree = treeOf(pid);
      process.kill(-pid, 'SIGKILL');
      // Whatever has a group of its own ends by itself once it is alone; the profile is free when the last has.
      await until(() => !tree.some(runs), `A killed ${engine} still runs`, 20_000);
    },
    close,
  };
}

async function chromiumAt(folder: string) {
  const context = await launchChromiumAt(folder);
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const { id: pid } = processInfo.find(({ type }) => type === 'browser')!;
  return { pid, newTab: (): Promise<Page> => context.newPage(), close: () => context.close() };
}

async function firefoxAt(folder: string) {
  const browser = await launchFirefoxAt(folder);
  return { pid: browser.process()!.pid!, newTab: () => browser.newPage(), close: () => browser.close() };
}

/** A process that was killed but not yet fetched by its parent runs no longer. */
function runs(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.startsWith('Z');
  } catch {
    return false;
  }
}
