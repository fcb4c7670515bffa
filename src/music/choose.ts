import type { PublicEntry, Session, Track, TrackWhy } from '../session/types.js';
import { suiting } from './spread.js';
import { GENERATED, generated, standIn } from './stand-in.js';

/** At an automatic change of phase a piece with so little left is let finish, s. */
const LET_FINISH = 240;
/** A soundscape has no end; where the phase has another track it makes room for it after this long, s. */
const SOUNDSCAPE = 900;

/** Where the music is: seconds into a track, and its length where it is known. */
export interface Place {
  readonly track: string | null;
  readonly position: number;
  readonly seconds?: number | null;
}

/** What should sound. */
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

type Suits = ReturnType<typeof suiting>;

const phaseOf = (session: Session) => session.visits.at(-1)?.phase ?? session.protocol.phases[0]?.id;

const trackOf = ({ playlist, protocol }: Session, id: string): Track | undefined =>
  playlist.tracks.find((track) => track.id === id) ??
  (id.startsWith(GENERATED) ? generated(protocol, id.slice(GENERATED.length)) : undefined);

/** How far a track is from the wanted intensity; one that names none has that of the phase it suits. */
function distance({ protocol, intensity }: Session, suits: Suits, track: Track): number {
  const own = track.intensity ?? protocol.phases.find(({ id }) => suits(track, id))?.intensity ?? intensity;
  return Math.abs(own - intensity);
}

/** Orders by the first figure that differs. */
const byFigures = (a: readonly number[], b: readonly number[]): number => {
  const i = a.findIndex((figure, at) => figure !== b[at]);
  return i < 0 ? 0 : a[i]! - b[i]!;
};

/**
 * The track to play next. Those of the phase in their order (once a person has asked for another intensity the nearest
 * first); used up, those played longest ago; then the nearest intensity; then the soundscape.
 */
function nextTrack(session: Session, suits: Suits, why: TrackWhy): Track {
  const { playlist, music, protocol, journal, visits } = session;
  const phase = phaseOf(session);
  const newest = (type: PublicEntry['type']) => journal.findLastIndex((entry) => entry.type === type);
  const asked = newest('intensity-set') > newest('phase-entered');
  const skipped = why === 'skip' ? music.plays.at(-1)?.track : undefined;
  const [first] = playlist.tracks
    .filter(({ id }) => id !== skipped && !music.failed.includes(id))
    .map((track, i) => {
      const last = music.plays.findLastIndex((play) => play.track === track.id);
      const far = distance(session, suits, track);
      const here = why === 'intensity' ? [0, far, last, i] : [0, last, asked ? far : 0, i];
      return { track, figures: suits(track, phase) ? here : [1, far, last, i] };
    })
    .sort((a, b) => byFigures(a.figures, b.figures));
  return first?.track ?? standIn(protocol, visits.at(-1)?.index ?? 0, skipped);
}

/** A soundscape that lasts for ever makes room where its phase has another track. */
function lengthOf(session: Session, suits: Suits, { id, duration, location: [location] }: Track): number | null {
  if (duration !== null) return duration / 1000;
  const others = session.playlist.tracks.filter((track) => track.id !== id && suits(track, phaseOf(session)));
  return location?.startsWith(GENERATED) && others.some((track) => !session.music.failed.includes(track.id)) ? SOUNDSCAPE : null;
}

/** What has been since the newest track began. */
const sinceStart = ({ journal }: Session): readonly PublicEntry[] =>
  journal.slice(journal.findLastIndex(({ type }) => type === 'track-started') + 1);

/** Why another track is due; `null`: the one that plays goes on. */
function due(session: Session, t: number, suits: Suits, place: Place | null): TrackWhy | null {
  const { music, pace, playlist } = session;
  const play = music.plays.at(-1);
  const since = sinceStart(session);
  if (!play) return since.some(({ type }) => type === 'changed') ? 'change' : 'open';
  if (!music.playing) {
    const end = since.findLast(({ type }) => type === 'track-ended' || type === 'track-failed');
    return end?.type === 'track-ended' ? end.data.why : end ? 'failed' : 'end';
  }
  const track = trackOf(session, play.track);
  if (!track) return 'change';
  const entered = since.findLast((entry) => entry.type === 'phase-entered');
  if (entered) {
    const { why } = entered.data;
    if (why !== 'time') return why === 'change' || why === 'undo' ? why : 'phase';
    const here: Place =
      place?.track === play.track ? place : { track: play.track, position: play.position + (t - play.t) / pace / 1000 };
    const seconds = here.seconds ?? (track.duration === null ? Infinity : track.duration / 1000);
    if (!suits(track, phaseOf(session)) && seconds - here.position > LET_FINISH) return 'phase';
  }
  // Another intensity is another track, where the phase has a nearer one not yet heard; a soundscape changes by itself.
  if (play.source === 'file' && since.some(({ type }) => type === 'intensity-set')) {
    const far = distance(session, suits, track);
    const nearer = playlist.tracks.some(
      (each) => suits(each, phaseOf(session)) && !music.failed.includes(each.id) && distance(session, suits, each) < far,
    );
    if (nearer) return 'intensity';
  }
  return null;
}

/** Music is wanted in this session, whether or not it is silenced just now. */
export const wanted = ({ status, quiet, playlist }: Session): boolean =>
  (status === 'open' || (status === 'closing' && !quiet)) && playlist.id !== 'silence';

const piece = (session: Session, suits: Suits, track: Track, why: TrackWhy, position = 0): Piece => ({
  track,
  position,
  why,
  standsIn: !session.playlist.tracks.includes(track),
  seconds: lengthOf(session, suits, track),
});

/**
 * What should sound now. Music is never out: the last resort is the soundscape of the phase.
 * @param t session time, ms
 * @param place where the music is, or was when the page was left
 */
export function choose(session: Session, t: number, place: Place | null = null): Piece {
  const { want, plays, failed } = session.music;
  const suits = suiting(session);
  const play = plays.at(-1);
  const asked = want && !failed.includes(want.track) && trackOf(session, want.track);
  if (asked) return piece(session, suits, asked, 'undo', want.position);
  const why = due(session, t, suits, place);
  if (play && !why)
    return piece(session, suits, trackOf(session, play.track)!, 'resume', place?.track === play.track ? place.position : play.position);
  if (why === 'undo') {
    // A phase that was left by mistake comes back with what it was playing.
    const old = plays.findLast(({ phase, track }) => phase === phaseOf(session) && !failed.includes(track));
    const track = old && trackOf(session, old.track);
    const left = session.journal.findLast((entry) => entry.type === 'track-ended' && entry.data.track === old?.track);
    if (track) return piece(session, suits, track, why, left?.type === 'track-ended' ? left.data.position : 0);
  }
  return piece(session, suits, nextTrack(session, suits, why ?? 'open'), why ?? 'open');
}

/** What follows when the track that plays comes to its end. */
export function following(session: Session): Piece {
  const suits = suiting(session);
  return piece(session, suits, nextTrack(session, suits, 'end'), 'end');
}
