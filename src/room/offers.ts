import { silence, stillWater } from '../music/playlist/builtin.js';
import { distinct, follow, nameOf } from '../music/playlist/ids.js';
import { parsePlaylist, readPlaylist } from '../music/playlist/parse.js';
import { StillroomError, unknown } from '../session/errors.js';
import { builtinProtocols } from '../session/protocol/builtin.js';
import { parseProtocol } from '../session/protocol/parse.js';
import type { Playlist, Protocol } from '../session/types.js';
import type { Offers } from './events.js';
import { textAt } from './fetch-text.js';

/** Ids and addresses, separated by blanks or as a list; in a list also objects. */
type Sources = string | readonly unknown[] | null | undefined;

export interface OfferSources {
  /** Built-in ids, addresses, protocol objects; all built-in ones where there is none. */
  readonly protocols?: Sources;
  /** Built-in ids, addresses of lists, playlist objects; the built-in list where there is none. */
  readonly playlists?: Sources;
  /** What relative addresses are relative to. */
  readonly base: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** What can be chosen, and how to get at it. */
export interface LoadedOffers {
  readonly offers: Offers;
  /** @throws `unknown`; or `bad-protocol`, for one that has a problem */
  readonly protocol: (id: string) => Protocol;
  /** @throws `unknown`; or `bad-playlist`, for one that has a problem */
  readonly playlist: (id: string) => Playlist;
  /** What was wrong with the sources. Everything else can be used. */
  readonly problems: readonly StillroomError[];
}

/** A source after reading: what it holds, or why it cannot be used. */
interface Choice<T> {
  readonly value?: T;
  /** Stands in for the id of what could not be read. */
  readonly name?: string;
  readonly problem?: StillroomError;
}

/**
 * Reads everything that can be chosen, all at once. Never rejects: what cannot be used is told in `problems`, a list
 * also in its offer, and there is always a protocol and a list that can be used. No request where only built-in sources
 * are named. Objects are copied before this returns its promise.
 */
export async function loadOffers(sources: OfferSources): Promise<LoadedOffers> {
  const { base, fetch = globalThis.fetch } = sources;
  const problems: StillroomError[] = [];
  const report = (problem: StillroomError) => (problems.push(problem), problem);

  /** What the sources hold; where none of them can be used, what is built in as well. */
  const readAll = async <T extends Protocol | Playlist>(
    kind: 'protocol' | 'playlist',
    builtin: readonly T[],
    parse: (source: unknown, address: string, base: string) => T,
  ): Promise<Choice<T>[]> => {
    const readOne = async (source: unknown, i: number): Promise<Choice<T>> => {
      const known = builtin.find(({ id }) => id === source);
      if (known) return { value: known };
      const inFile = typeof source === 'string' || source instanceof URL;
      const name = inFile ? `${source}` : `${kind}-${i + 1}`;
      try {
        if (!inFile) return { value: parse(source, name, base) };
        const file = follow(name, base);
        if (!file) throw new Error('not an http:, https:, blob: or relative address.');
        return { value: parse(await textAt(file, fetch), name, file) };
      } catch (error) {
        const known = error instanceof StillroomError;
        const problem = known ? error : new StillroomError(`bad-${kind}`, `${name}: ${(error as Error).message}`);
        return { name: nameOf(name) || name, problem: report(problem) };
      }
    };
    const given = sources[`${kind}s`] ?? [];
    const list: unknown[] = typeof given === 'string' ? given.split(/\s+/).filter(Boolean) : [given].flat();
    const choices = await Promise.all(list.map(readOne));
    return choices.some(({ value }) => value) ? choices : [...choices, ...builtin.map((value) => ({ value }))];
  };

  const [plans, lists] = await Promise.all([
    readAll('protocol', builtinProtocols, parseProtocol),
    readAll('playlist', [stillWater, silence], (source, address, from) => {
      const read = typeof source === 'string' ? parsePlaylist : readPlaylist;
      const { playlist, dropped } = read(source as string, address, from);
      if (dropped.length) {
        const some = [...dropped.slice(0, 5), ...dropped.slice(5, 6).fill('…')].join(', ');
        report(new StillroomError('bad-playlist', `${address}: no location that can be played: ${some}.`));
      }
      return playlist;
    }),
  ]);
  const protocols = gather('protocol', plans);
  const unfit = protocols.rows.flatMap(({ problem }) => problem ?? []);
  // Silence comes first to its id, and last among the offers.
  const playlists = gather('playlist', [{ value: silence }, ...lists.filter(({ value }) => value !== silence)]);
  playlists.rows.push(...playlists.rows.splice(0, 1));
  return {
    offers: {
      protocols: protocols.rows.flatMap(({ id, title, problem }) => (problem ? [] : { id, title })),
      playlists: playlists.rows,
      ...(unfit.length && { problems: unfit }),
    },
    protocol: protocols.get,
    playlist: playlists.get,
    problems,
  };
}

/** Gives each choice an id of its own, by which it can be had. */
function gather<T extends Protocol | Playlist>(kind: string, choices: readonly Choice<T>[]) {
  const own = distinct();
  const values = new Map<string, T | StillroomError>();
  const rows = choices.map(({ value, name = '', problem }) => {
    const id = own(value?.id ?? name);
    values.set(id, value ? { ...value, id } : problem!);
    return { id, title: value?.title ?? name, problem: problem?.message ?? null };
  });
  const get = (id: string): T => {
    const found = values.get(id) ?? unknown(kind, id);
    if (found instanceof StillroomError) throw found;
    return found;
  };
  return { rows, get };
}
