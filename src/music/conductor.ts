import { wanted } from '../session/sound.js';
import type { Draft, Session } from '../session/types.js';
import { createBlend } from './blend.js';
import { choose, type Piece, type Place } from './choose.js';
import type { DeckEvent } from './deck.js';
import { createFades, RESCUE } from './fades.js';
import { createLevels, FADE } from './levels.js';
import { createOnAir } from './on-air.js';
import { GENERATED, standIn } from './stand-in.js';
import { createTelling } from './telling.js';
import { trimOf } from './trim.js';
import { createVoices, WRITTEN, type Studio, type Voice } from './voices.js';

/** Without data for this long a track counts as stalled, s: the sooner, the more of the delay is left on a busy machine. */
const STALL = 0.2;
/** One that has not begun to run by then is bridged at its start, s. */
const START = 2;
/** So long a file that was ready may take to run, s; something else plays meanwhile. */
const PATIENCE = 15;
/** Interrupted for longer than this everything is let go, and made ready anew afterwards, s. */
const KEPT = 2;
/** A share that is not missed when it goes. */
const LITTLE = 0.2;
/** Where nothing sounds a file has this long before the soundscape begins in its place, s. */
const GRACE = 2;
/** Ended this much before its length a file was cut short, s. */
const SHORT = 5;
/** A file of less than this is no music: two fades and the second of delay leave nothing of it, s. */
const LEAST = 10;
/** Soundscapes are written this often, s. */
const WRITES = 25;

/**
 * Brings what sounds to what should sound. At every change and at every deadline of its own it compares the two and moves
 * the mixer; what it did is told as facts.
 */
export interface Conductor {
  /**
   * @param session whose music should sound; `null`: none
   * @param t its time, ms
   * @param fall s that music takes to go
   * @param rise s that music takes to begin
   */
  update(session: Session | null, t: number, fall: number, rise?: number): void;
  /** Where the music was when the page was left. */
  resumeAt(place: Place | null): void;
  /** Where the music is, as heard. */
  place(): Place;
  /** The music goes at once, and comes back from nothing over `rise` s. */
  dip(rise: number): void;
  /** Everything is let go at once. */
  release(): void;
}

export function createConductor(studio: Studio, onFact: (draft: Draft) => void): Conductor {
  const { now, running, alarm, library } = studio;
  const levels = createLevels(studio);
  const voices = createVoices(studio, heard);
  const { all, make, drop, position, length } = voices;
  const { leftOf, between } = createFades(voices);
  const { thin, towards } = createBlend(studio, all, levels.low);

  const air = createOnAir(now, onFact);
  /** The session that was told, whatever still plays. */
  let told: Session | null = null;
  let rise = FADE;
  let fall = 0;
  /** The voice the mix is bound for, and whether it only stands in while a file is not ready. */
  let current: Voice | null = null;
  let bed = false;
  let prepared: Voice | null = null;
  /** Where the music was, while nothing sounds. */
  let left: Place | null = null;
  let intensity = 0;
  /** Since when something should sound and nothing does, s. */
  let missing: number | null = null;
  let busy = false;
  let again = false;
  /** Something is on its way that nobody will tell of. */
  let soon = false;
  let awake = () => {};
  /** Takes back what becomes of a long interruption. */
  let taken: (() => void) | null = null;

  const place = (): Place =>
    current && !bed
      ? { track: current.piece.track.id, position: position(current), seconds: length(current) }
      : (left ?? { track: null, position: 0 });

  const { tell, failed, ended, started, fallback } = createTelling(() => air.session, place, air.tell);

  /** A piece of the session sounds. */
  const took = (piece: Piece) => {
    bed = false;
    left = null;
    again = true;
    fallback(piece);
    started(piece, current!.deck ? 'file' : 'soundscape');
  };

  /** What a voice has waited for too long is no fault of it while the audio clock stands still. */
  const wait = (voice: Voice, seconds: number, ring: (voice: Voice) => void = stalled) => {
    voice.calm();
    voice.calm = alarm(seconds, () => (running() ? ring(voice) : wait(voice, seconds, ring)));
  };

  const play = (voice: Voice) => {
    voice.begun ??= now();
    voice.paused = false;
    if (!voice.deck || voice.runs) return;
    wait(voice, START, late);
    voice.deck.play();
  };

  /** It was ready and does not run: something else plays until it does. */
  const late = (voice: Voice) => {
    if (voice === current && !bed) left = place();
    voice.ready = false;
    voice.begun = null;
    voice.strip.share.cut();
    wait(voice, PATIENCE);
    reconcile();
  };

  /** A file that ends at this place, s, was cut short: it said itself, or its list, that it is longer. */
  const cut = (voice: Voice, at: number) =>
    at < Math.max(length(voice) ?? 0, (voice.piece.track.duration ?? 0) / 1000) - SHORT;

  /** The mix goes over to this voice. */
  const cross = (voice: Voice, seconds: number) => {
    const { begun, paused } = voice;
    towards(voice, seconds);
    if (begun === null || paused) play(voice);
    current = voice;
    missing = null;
    if (prepared === voice) prepared = null;
  };

  /** A new voice; `null` where it has to wait, `undefined` where the piece cannot be played, which is told. */
  const attempt = (piece: Piece, seed = 0): Voice | null | undefined => {
    const voice = make(piece, seed, air.session!.intensity);
    if (typeof voice !== 'string') return voice;
    failed(piece.track.id, voice);
  };

  /** A deck that has rested begins anew from nothing: its second of delay has run out, and would end in mid-swell. */
  const wakeUp = (voice: Voice) => {
    if (voice.deck && levels.low()) {
      voice.strip.share.cut();
      voice.begun = now();
    }
    cross(voice, RESCUE);
  };

  /** The voice of a piece, sounding or not; the newest wish wins the deck. */
  const voiceFor = (piece: Piece): Voice | null => {
    const { id } = piece.track;
    for (const voice of all)
      if (
        voice.piece.track.id === id &&
        !voice.over &&
        (voice.begun !== null || voice.piece.position === piece.position)
      )
        return voice;
    const { seed, journal } = air.session!;
    const own = seed + journal.filter(({ type }) => type === 'track-started').length;
    const voice = attempt(piece, own);
    if (voice !== null || !prepared) return voice ?? null;
    drop(prepared);
    prepared = null;
    return attempt(piece, own) ?? null;
  };

  /** What is not ready is waited for while something sounds; where nothing does the soundscape of the phase begins. */
  const bridge = () => {
    soon = true;
    if (current?.paused && !current.dead) play(current);
    if (bed && !current!.dead) return;
    if (current ? !thin() : now() - (missing ??= now()) < GRACE) return;
    const { protocol, visits } = air.session!;
    const piece: Piece = {
      track: standIn(protocol, visits.at(-1)?.index ?? 0),
      position: 0,
      why: 'failed',
      standsIn: true,
      seconds: null,
    };
    const rescue = current ? RESCUE : FADE;
    cross(voiceFor(piece)!, rescue);
    bed = true;
    fallback(piece);
  };

  const take = (voice: Voice, piece: Piece) => {
    const seconds = between(current, voice, piece.why, bed, air.session!);
    ended(piece.why);
    cross(voice, seconds);
    took(piece);
  };

  /** Intensity moves soundscapes and trims; so does what has been measured meanwhile. */
  const follow = (to: Session['intensity']) => {
    for (const { scape, strip, deck, piece, begun } of all) {
      if (intensity && intensity !== to) scape?.setIntensity(to, FADE);
      const trim = deck ? trimOf(library.figures(piece.track), to) : 1;
      if (trim !== strip.trim.bound().to) strip.trim.move(trim, now(), now() + (begun === null ? 0 : FADE));
    }
    intensity = to;
  };

  const release = () => {
    left = place();
    for (const voice of all) drop(voice);
    current = prepared = missing = null;
    bed = false;
  };

  /** Nothing is heard: the deck rests where it is. */
  const rest = () => {
    for (const voice of all)
      if (voice === current) {
        voice.calm();
        if (!voice.paused) voice.deck?.pause();
        voice.paused = true;
        voice.runs = false;
      } else if (voice !== prepared) drop(voice);
  };

  /** The next track is made ready as soon as a deck is free. */
  const prepare = (piece: Piece) => {
    const { track } = piece;
    const known =
      [...all].find((voice) => voice !== current && voice.piece.track.id === track.id && !voice.over) ?? null;
    if (prepared && prepared !== known) {
      drop(prepared);
      prepared = null;
    }
    if (known || bed || !current?.ready || track.location[0]?.startsWith(GENERATED)) return;
    prepared = attempt(piece) ?? null;
    soon ||= !prepared;
  };

  const step = () => {
    for (const voice of all) {
      const { to, t1 } = voice.strip.share.bound();
      if (voice === current || voice.begun === null || to > 0) voice.scape?.advance(now() + WRITTEN);
      else if (t1 <= now()) drop(voice);
      else soon = true;
    }
    if (!running()) {
      levels.cut();
      taken ??= alarm(KEPT, release);
      return told ? undefined : release();
    }
    taken?.();
    taken = null;
    levels.set(told, air.session, rise, fall);
    const closed = levels.closed();
    if (closed === 'off') {
      air.off();
      return release();
    }
    if (closed === 'silent') return rest();
    if (closed) soon = all.size > 0;
    const { session } = air;
    if (!session || session.silenced || session.attending || (!(told && wanted(told)) && !current)) return;

    follow(session.intensity);
    if (current && !current.over && !bed && current.begun !== null && leftOf(current) <= 0) {
      current.over = true;
      if (cut(current, length(current)!)) failed(current.piece.track.id, 'truncated');
      else ended('end');
    }
    // What was just told may have changed it.
    const { now: piece, next } = choose(air.session!, air.time(), place());
    const { id } = piece.track;
    if (current?.ready && !current.over && current.piece.track.id === id && (!bed || piece.standsIn)) {
      if (current.paused) wakeUp(current);
      const { playing, plays } = air.session!.music;
      if (bed || !playing || plays.at(-1)?.track !== id) took(piece);
    } else {
      const voice = voiceFor(piece);
      // What was wanted before and is not yet heard makes room.
      for (const each of all) if (each.begun === null && each !== voice && each !== prepared) drop(each);
      if (voice?.ready && !(voice.deck && current && thin())) take(voice, piece);
      else bridge();
    }
    prepare(next);
  };

  function reconcile() {
    again = true;
    if (busy) return;
    busy = true;
    soon = false;
    while (again) {
      again = false;
      step();
    }
    busy = false;
    awake();
    const ends = current && !current.over && !current.paused ? Math.max(0.1, leftOf(current)) : Infinity;
    awake = all.size || soon ? alarm(Math.min(ends, soon ? 1 : WRITES), reconcile) : () => {};
  }

  /** One that was on its way out has nothing more to give: the other comes sooner. */
  const lost = (voice: Voice) => {
    if (current && current !== voice && !current.dead && voice.strip.share.at(now() + RESCUE) > LITTLE)
      cross(current, RESCUE);
  };

  /** A track fails: one not yet heard is passed over; the one that sounds is followed at once. */
  function fault(voice: Voice, code: string) {
    const matters = voice.begun === null || (voice === current && !voice.over);
    voice.over = voice.dead = true;
    voice.calm();
    if (prepared === voice) prepared = null;
    if (voice.begun === null) drop(voice);
    else lost(voice);
    if (matters) failed(voice.piece.track.id, code);
    reconcile();
  }

  function stalled(voice: Voice) {
    fault(voice, 'stalled');
  }

  function heard(voice: Voice, event: DeckEvent, code = 'error') {
    if (event === 'failed') return fault(voice, code);
    if (event === 'running') {
      voice.calm();
      voice.runs = true;
      if (!voice.ready) {
        voice.ready = true;
        reconcile();
      }
    } else if (event === 'waiting') {
      if (voice.runs && !voice.paused && !voice.over) wait(voice, STALL);
      voice.runs = false;
    } else if (event === 'paused') {
      voice.runs = false;
      if (voice !== current || voice.paused) return;
      voice.calm();
      voice.paused = true;
      tell('silenced', { by: 'device' });
    } else {
      if (event === 'ready') {
        if ((length(voice) ?? LEAST) < LEAST) return fault(voice, 'short');
        voice.ready = true;
      } else {
        const sounds = voice === current && !voice.over;
        voice.calm();
        if (sounds && cut(voice, voice.deck!.place().position)) return fault(voice, 'truncated');
        voice.over = voice.dead = true;
        if (sounds) {
          if (air.session) ended('end');
        } else lost(voice);
      }
      reconcile();
    }
  }

  return {
    update(to, time, down, up = FADE) {
      told = to;
      air.update(to, time);
      fall = down;
      rise = up;
      reconcile();
    },
    resumeAt: (at) => void (left = at),
    place,
    dip: levels.dip,
    release() {
      awake();
      taken?.();
      release();
    },
  };
}
