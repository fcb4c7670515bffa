import type { Session, Track, TrackWhy } from '../session/types.js';
import { suiting } from './spread.js';
import { GENERATED, generated, nameIn, standIn } from './stand-in.js';

/** At an automatic change of phase a piece with so little left is let finish, s. */
const LET_FINISH = 240;
/** A soundscape has no end; where the phase has another track it makes room for it after this long, s. */
const SOUNDSCAPE = 900;
/** What lasts no longer is no music, s: two fades and the second of delay leave nothing of it. */
export const LEAST = 10;
/** A track that could not be had is tried again after so long, ms of real time; each failure doubles it. Sooner where a soundscape stands in for it. */
const RETRY = 300_000;
const SOON = 30_000;
/** What is wrong with a file and will be again. All else may have been the network, or a fault of its server. */
const LASTING = /decode|truncated|short|unknown/;
/** But what was heard for so long before, ms of real time, comes again in its turn: a list or a header may only have promised too much. */
const WORTH: { readonly [code: string]: number } = { decode: 60_000, truncated: 8_000 };

/** Where the music is: seconds into a track, and its length where it is known. */
export interface Place {
  readonly track: string | null;
  readonly position: number;
  readonly seconds?: number | null;
}

/** Something to play. */
export interface Piece {
  readonly track: Track;
  /** s */
  readonly position: number;
  readonly why: TrackWhy;
  /** Nothing of the playlist can play: the soundscape stands in. */
  readonly standsIn: boolean;
  /** s; `null`: unknown, or without an end. */
  readonly seconds: number | null;
}

/** s; `null`: unknown, or without an end. @param makesRoom something else would follow it */
const lengthOf = ({ location: [first = ''], duration }: Track, makesRoom: boolean): number | null => {
  const given = duration === null ? null : duration / 1000;
  if (!first.startsWith(GENERATED)) return given;
  if (given !== null && nameIn(first) === 'silence') return Math.max(LEAST, given);
  // A soundscape of a second was meant otherwise: that of one is no length.
  return given !== null && given >= LEAST ? given : makesRoom ? SOUNDSCAPE : null;
};

/** Orders by the first figure that differs. */
const byFigures = (a: readonly number[], b: readonly number[]): number => {
  const i = a.findIndex((figure, at) => figure !== b[at]);
  return a[i]! - b[i]!;
};

/**
 * What should sound now, and what follows it. Music is never out: the last resort is the soundscape of the phase.
 * @param t session time, ms
 * @param place where the music is, or was when the page was left
 */
export function choose(session: Session, t: number, place: Place | null = null): { now: Piece; next: Piece } {
  const { protocol, playlist, journal, visits, intensity, pace } = session;
  const { want, plays, playing, failed, fallback } = session.music;
  const visit = visits.at(-1);
  const phase = visit?.phase ?? protocol.phases[0]?.id;
  const play = plays.at(-1);
  const fits = suiting(session);
  const suits = (track: Track) => fits(track, phase);
  /** It has failed and is not to be tried just now. */
  const rests = (id: string) => {
    const times = failed.filter((each) => each === id).length;
    const at = journal.findLastIndex(({ type, data }) => type === 'track-failed' && data.track === id);
    const last = journal[at];
    if (!times || last?.type !== 'track-failed') return false;
    const before = journal.slice(0, at).findLast(({ type }) => /^track-(started|ended)$/.test(type));
    const { code } = last.data;
    if (
      before?.type === 'track-started' &&
      before.data.track === id &&
      last.t - before.t > (WORTH[code] ?? Infinity) * pace
    )
      return false;
    if (LASTING.test(code)) return true;
    return t - last.t < (fallback ? SOON : RETRY) * pace * 2 ** (times - 1);
  };
  const playable = playlist.tracks.filter(({ id }) => !rests(id));
  const trackOf = (id: string) =>
    playlist.tracks.find((track) => track.id === id) ??
    (id.startsWith(GENERATED) ? generated(protocol, id.slice(GENERATED.length)) : null);
  /** From the wanted intensity; a track that names none has that of the phase it suits. */
  const far = (track: Track) =>
    Math.abs(
      (track.intensity ?? protocol.phases.find(({ id }) => fits(track, id))?.intensity ?? intensity) - intensity,
    );

  const piece = (track: Track, why: TrackWhy, position = 0): Piece => {
    const makesRoom = playable.some((other) => other.id !== track.id && suits(other));
    const standsIn = !playlist.tracks.includes(track);
    return { track, position, why, standsIn, seconds: lengthOf(track, makesRoom) };
  };

  /**
   * Tracks of the phase in their order (once a person has asked for another intensity the nearest first); used up, those
   * played longest ago; then the nearest intensity; then the soundscape. A piece follows itself only
   * where all others are meant for other phases.
   */
  const another = (why: TrackWhy): Piece => {
    const newest = (sought: string) => journal.findLastIndex(({ type }) => type === sought);
    const asked = newest('intensity-set') > newest('phase-entered');
    const not = why === 'skip' ? play?.track : undefined;
    const [first] = playable
      .filter(({ id }) => id !== not)
      .map((track, i) => {
        const last = plays.findLastIndex((each) => each.track === track.id);
        const here = [0, why === 'intensity' ? far(track) : 0, last, asked ? far(track) : 0, i];
        const behind = suits(track) ? track.id === play?.track : track.phases.length > 0;
        return { track, figures: [Number(behind), ...(suits(track) ? here : [1, far(track), last, i])] };
      })
      .sort((a, b) => byFigures(a.figures, b.figures));
    return piece(first?.track ?? standIn(protocol, visit?.index ?? 0, not), why);
  };

  const now = (): Piece => {
    const asked = want && !failed.includes(want.track) && trackOf(want.track);
    if (asked) return piece(asked, 'undo', want.position);
    const since = journal.slice(journal.findLastIndex(({ type }) => type === 'track-started') + 1);
    if (!play) return another(since.some(({ type }) => type === 'changed') ? 'change' : 'open');
    const track = trackOf(play.track);
    if (!playing || !track) {
      const end = since.findLast(({ type }) => type === 'track-ended');
      return another(end?.type === 'track-ended' ? end.data.why : 'failed');
    }

    const here = place?.track === play.track ? place : null;
    const entered = since.findLast(({ type }) => type === 'phase-entered');
    if (entered?.type === 'phase-entered') {
      const { why } = entered.data;
      // A phase that was left by mistake comes back with what it was playing.
      const old = why === 'undo' && plays.findLast((each) => each.phase === phase && !failed.includes(each.track));
      const back = old && trackOf(old.track);
      if (back) {
        const left = journal.findLast(({ type, data }) => type === 'track-ended' && data.track === old.track);
        return piece(back, why, left?.type === 'track-ended' ? left.data.position : old.position);
      }
      if (why !== 'time') return another(why === 'change' ? why : 'phase');
      const seconds = here?.seconds ?? (track.duration ?? Infinity) / 1000;
      const position = here?.position ?? play.position + (t - play.t) / pace / 1000;
      if (!suits(track) && seconds - position > LET_FINISH) return another('phase');
    }
    // Another intensity is another track, where the phase has a nearer one; a soundscape changes by itself.
    const asks = play.source === 'file' && since.some(({ type }) => type === 'intensity-set');
    if (asks && playable.some((each) => suits(each) && far(each) < far(track))) return another('intensity');
    // What a soundscape stands in for may be had again.
    if (fallback && play.track === GENERATED + fallback && playable.some(({ id }) => failed.includes(id)))
      return another('failed');
    return piece(track, 'resume', here?.position ?? play.position);
  };

  return { now: now(), next: another('end') };
}
