/** What a browser costs the machine: itself and all it has started, from Linux's /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second; the same on every Linux that runs our tests (`getconf CLK_TCK`). */
const TICKS = 100;
const FIELDS = { parent: 1, user: 11, system: 12, userOfChildren: 13, systemOfChildren: 14 };

/** Fields of /proc/PID/stat after the name, which may itself hold spaces and brackets. */
function fields(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  } catch {
    return null;
  }
}

/** The process and its descendants. */
export function treeOf(root: number): number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    const parent = /^\d+$/.test(name) && fields(Number(name))?.[FIELDS.parent];
    return parent ? [[Number(name), Number(parent)] as const] : [];
  });
  const tree = [root];
  for (const parent of tree) for (const [pid, its] of parents) if (its === parent) tree.push(pid);
  return tree;
}

/** Proportional set size of the tree, MB: memory that is shared counts once. */
export function memoryOf(root: number): number {
  let kilobytes = 0;
  for (const pid of treeOf(root))
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It has ended meanwhile.
    }
  return kilobytes / 1024;
}

/** Processor time of the tree so far, s; what has ended is counted by its parent. */
export function processorOf(root: number): number {
  let ticks = 0;
  for (const pid of treeOf(root)) {
    const all = fields(pid);
    for (const field of [FIELDS.user, FIELDS.system, FIELDS.userOfChildren, FIELDS.systemOfChildren])
      ticks += Number(all?.[field] ?? 0);
  }
  return ticks / TICKS;
}
