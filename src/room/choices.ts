import { StillroomError, decide, mustBeAllowed, type Commands } from '../session/index.js';
import type { Offers } from './events.js';
import { randomId, randomSeed } from './ids.js';
import type { Inside } from './inside.js';
import { loadOffers, type LoadedOffers, type OfferSources } from './offers.js';
import { askPersist } from './screen.js';

/** What `prepare` takes: ids among the offers, and what was typed. */
export interface PrepareOptions {
  /** Id among the protocols on offer. */
  protocol?: string;
  /** Id among the playlists on offer. */
  playlist?: string;
  /** Of the course: one patient’s sessions carry the same. */
  code?: string;
  /** What the patient hopes for, in words. */
  intention?: string;
  /** The touch agreed on. */
  touch?: string;
  /** Initials; later private parts carry them. */
  staff?: string;
}

/** Ids that may have been left out, and what was typed. */
type Chosen = Omit<PrepareOptions, 'protocol' | 'playlist'> & {
  protocol?: string | undefined;
  playlist?: string | undefined;
};

/** What can be chosen, and the commands that choose among it. */
export function createChoices({ clock, ledger, music, shown, now, run, version, write }: Inside) {
  let newest: Promise<void> | undefined;
  let loaded: LoadedOffers | undefined;

  const known = () => {
    if (!loaded) throw new StillroomError('not-now', 'What can be chosen is still being read; wait for ready.');
    return loaded;
  };

  /** Ids looked up among the offers; what was typed stays as it is. */
  const chosen = ({ protocol, playlist, ...typed }: Chosen) => ({
    ...typed,
    ...(protocol !== undefined && { protocol: known().protocol(protocol) }),
    ...(playlist !== undefined && { playlist: known().playlist(playlist) }),
  });

  return {
    /** Settled when the newest sources have been read. */
    async ready(): Promise<void> {
      // Other sources may be given while the first are read.
      for (let read; read !== newest;) await (read = newest);
    },

    get offers(): Offers {
      return loaded?.offers ?? { protocols: [], playlists: [] };
    },

    /** Reads what can be chosen. */
    offer(sources: OfferSources): Promise<void> {
      const reading = loadOffers(sources).then((read) => {
        if (newest !== reading) return;
        loaded = read;
        shown.tell({ 'still-offers': { offers: read.offers } });
        for (const { code, message } of read.problems)
          shown.tell({ 'still-problem': { code, message, recovered: true } });
      });
      return (newest = reading);
    },

    /** A new session, of the first that is offered where nothing was chosen; one that is prepared already is changed. */
    async prepare(options: PrepareOptions | undefined, pace: number): Promise<void> {
      const { head } = ledger;
      mustBeAllowed('prepare', head, now());
      const anew = head?.status !== 'prepared' || head.pace !== pace;
      const { protocols, playlists } = known().offers;
      const first = (offers: readonly { id: string; problem?: unknown }[]) =>
        anew ? offers.find(({ problem }) => !problem)!.id : undefined;
      const { protocol = first(protocols), playlist = first(playlists), ...typed } = options ?? {};
      const choices = {
        ...chosen({ protocol, playlist, ...typed }),
        seed: randomSeed(),
        pace,
        volume: shown.live.volume,
        version,
      } as Commands['prepare'][0];
      void askPersist().then((persisted) => {
        shown.live.persisted = persisted;
        shown.refresh();
      });
      if (!anew) return run('prepare', [choices]);
      // Decided before anything is left behind.
      const start = { ...now(), t: 0 };
      const drafts = decide(null, 'prepare', [choices], start);
      clock.start({ t: 0, pace });
      return write(drafts, start, randomId());
    },

    change: (to: PrepareOptions | undefined) => run('change', [chosen(to ?? {})]),

    /** Twenty seconds of a list; none: stops. */
    listen(id: string | null | undefined): Promise<void> {
      mustBeAllowed('listen', ledger.head, now());
      return music.listen(id == null ? null : known().playlist(id));
    },
  };
}
