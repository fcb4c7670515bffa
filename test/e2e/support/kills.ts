import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { until } from '../../../scripts/setup/until.mjs';
import { fold, stateOf, type Live, type PublicEntry, type State } from '../../../src/session/index.js';
import { launchMortal, type Engine, type Mortal } from './mortal.js';
import { NAME, mounts, readShown, readStored, rehearse, takeRoom, type Stored, type Told } from './rehearsal.js';
import { serve } from './serve.js';
import { ready, type Tab } from './tag.js';

/** What a series of kills came to. */
export interface Kills {
  kills: number;
  /** Told to be durable before a kill. */
  acknowledged: number;
  /** On the disk though nobody had been told yet: in flight when the browser was killed. */
  inFlight: number;
  /** How often each durability was asked for by a transaction that wrote an entry. */
  durabilities: Record<string, number>;
  /** What must not be, in words. Empty where nothing was lost. */
  faults: string[];
}

/** ms from the first entry that a page has told within which its browser is killed. */
const LIVES = 4000;

type Evaluate = <T, G>(tab: Tab, body: (given: G) => T | Promise<T>, given: G) => Promise<T>;
const inPage: Evaluate = (tab, body, given) =>
  (tab as { evaluate: (...args: unknown[]) => never }).evaluate(body, given);
/** As it is after a way through JSON, which is how everything comes out of a page. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * Kills a browser again and again in the middle of a rehearsal, and looks each time at what is left before anything
 * else is written. A kill is no power cut: what the system has been handed survives it.
 */
export async function killed(engine: Engine, kills: number, said: (line: string) => void): Promise<Kills> {
  const folder = mkdtempSync(join(tmpdir(), 'stillroom-killed-'));
  const told: Told[] = [];
  const site = await serve({ mounts, told: (body) => told.push(JSON.parse(body) as Told) });
  const sum: Kills = { kills: 0, acknowledged: 0, inFlight: 0, durabilities: {}, faults: [] };
  const known: PublicEntry[] = [];
  let browser: Mortal | null = null;
  try {
    browser = await launchMortal(engine, folder);
    while (sum.kills < kills) {
      const tab = await browser.open(`${site.origin}/`);
      await ready(tab);
      await inPage(tab, rehearse, null);
      await until(() => told.some((each) => 'entry' in each), 'Nothing was written', 30_000);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LIVES));
      await browser.kill();
      sum.kills++;

      const heard = told.splice(0);
      for (const each of heard) {
        if ('durability' in each) sum.durabilities[each.durability] = (sum.durabilities[each.durability] ?? 0) + 1;
        if ('problem' in each) sum.faults.push(each.problem);
      }
      const acknowledged = heard.flatMap((each) => ('entry' in each ? [each.entry] : []));
      browser = await launchMortal(engine, folder);
      const look = await browser.open(`${site.origin}/look`);
      const stored = JSON.parse(await inPage(look, readStored, NAME)) as Stored;
      const more = unheard(stored, known, acknowledged, (fault) => sum.faults.push(`kill ${sum.kills}: ${fault}`));
      known.push(...acknowledged, ...more);

      await inPage(look, takeRoom, NAME);
      const beside = await browser.open(`${site.origin}/`);
      await ready(beside);
      const shown = JSON.parse(await inPage(beside, readShown, null)) as State;
      // A page that says it cannot read its disk yet shows none of it.
      for (const part of unlike(shown, stored))
        sum.faults.push(`kill ${sum.kills}: after the restart ${part} is not what was written (${shown.storage})`);
      await beside.close();
      await look.close();

      sum.acknowledged += acknowledged.length;
      sum.inFlight += more.length;
      said(`${engine}, kill ${sum.kills}: ${acknowledged.length} acknowledged, ${more.length} in flight`);
    }
    return sum;
  } finally {
    await browser?.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The entries of a database, each without its private part, whether sealed or not. */
const entriesIn = (stored: Stored) =>
  stored.flatMap(([[kind, session, seq], value]) =>
    kind === 'entry' ? [{ session, seq, entry: bare(value as PublicEntry) }] : [],
  );
const bare = (entry: object) => {
  const { private: _, sealed: __, ...rest } = entry as { private?: unknown; sealed?: unknown };
  return rest as PublicEntry;
};
const nameOf = ({ session, seq }: PublicEntry) => `${session} ${seq}`;

/**
 * Holds what is stored to what was acknowledged.
 * @param known by earlier lives, and so acknowledged too
 * @returns what stands there beyond it
 */
export function unheard(
  stored: Stored,
  known: readonly PublicEntry[],
  acknowledged: readonly PublicEntry[],
  fault: (what: string) => void,
): PublicEntry[] {
  const found = new Map<string, PublicEntry>();
  const count = new Map<unknown, number>();
  for (const { session, seq, entry } of entriesIn(stored)) {
    const due = count.get(session) ?? 0;
    if (seq !== due) fault(`entry ${due} of ${session} is missing: ${seq} follows`);
    if (entry.seq !== seq || entry.session !== session) fault(`${nameOf(entry)} stands under ${session} ${seq}`);
    count.set(session, Number(seq) + 1);
    found.set(nameOf(entry), entry);
  }
  for (const entry of [...known, ...acknowledged]) {
    const there = found.get(nameOf(entry));
    if (!there) fault(`${nameOf(entry)} (${entry.type}) was acknowledged and is lost`);
    else if (!isDeepStrictEqual(there, bare(entry)))
      fault(`${nameOf(entry)} (${entry.type}) is not what was acknowledged`);
    found.delete(nameOf(entry));
  }
  const more = [...found.values()];
  const commands = new Set(more.flatMap(({ cmd }) => (cmd === undefined ? [] : [cmd])));
  // One command at a time was given; what time and the music bring comes beside it.
  if (commands.size > 1) fault(`${commands.size} commands were in flight`);
  const earlier = new Set([...known, ...acknowledged].map(({ cmd }) => cmd));
  for (const { cmd, seq, type } of more)
    if (cmd !== undefined && earlier.has(cmd) && !acknowledged.some((entry) => entry.cmd === cmd))
      fault(`${seq} (${type}) comes from a command that an earlier life had done`);
  return more;
}

/** The parts of a shown state that are not the fold of what is stored. */
function unlike(shown: State, stored: Stored): string[] {
  const current = stored.find(([[kind, name]]) => kind === 'room' && name === 'session')?.[1] ?? null;
  const entries = entriesIn(stored).flatMap(({ session, entry }) => (session === current ? [entry] : []));
  const { music, ...rest } = shown;
  const live = { ...rest, ...music, locks: [] } as unknown as Live;
  // What is offered, and what can be undone, depends on the moment of looking.
  const { can: _, undoable: __, ...written } = stateOf(fold(entries), live, { t: Infinity, at: Infinity });
  return Object.entries(written).flatMap(([part, value]) =>
    isDeepStrictEqual(plain(value ?? null), shown[part as keyof State] ?? null) ? [] : [part],
  );
}
