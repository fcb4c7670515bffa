import { wanted } from '../session/sound.js';
import type { Draft, Session } from '../session/types.js';
import { choose, type Piece, type Place } from './choose.js';
import { RESCUE } from './fades.js';
import { createHearing, cutAt } from './hearing.js';
import { createLevels, FADE } from './levels.js';
import { createMix, type Mix } from './mix.js';
import { createOnAir } from './on-air.js';
import { GENERATED, standIn } from './stand-in.js';
import { createTelling } from './telling.js';
import { trimOf } from './trim.js';
import { isHeard, WRITTEN, type Studio, type Voice } from './voices.js';

/** Interrupted for longer than this everything is let go, and made ready anew afterwards, s. */
const KEPT = 2;
/** Where nothing sounds a file has this long before the soundscape begins in its place, s. */
const GRACE = 2;
/** Where it was taken away in the middle, s: with what it takes to notice, and to rise, it is heard again within two. */
const HASTE = 0.6;
/** In place of what does not run it comes in so many seconds, unless too little sounds to wait for that. */
const LATE = 8;
/** Where the music of a session is that has to wait for another's to go. */
const NOWHERE: Place = { track: null, position: 0 };
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
  /** The music goes at once, stays away `gone` s, and comes back from nothing over `rise` s. */
  dip(rise: number, gone?: number): void;
  /** Everything is let go at once. */
  release(): void;
}

/** @param lost what sounded until now was taken away */
export function createConductor(studio: Studio, onFact: (draft: Draft) => void, lost = false): Conductor {
  const { now, running, alarm, library } = studio;
  const levels = createLevels(studio);
  const air = createOnAir(now, onFact);
  const telling = createTelling(
    () => air.session,
    () => mix.place(),
    air.tell,
  );
  const { failed, ended, started, fallback } = telling;
  const hearing = createHearing(() => mix, telling, reconcile);
  const mix: Mix = createMix(studio, levels, { ...hearing, late: reconcile });
  const { all, drop, make, length } = mix;

  /** The session that was told, whatever still plays. */
  let told: Session | null = null;
  let rise = FADE;
  let fall = 0;
  let intensity = 0;
  /** Since when something should sound and nothing does, s. */
  let missing: number | null = null;
  let grace = lost ? HASTE : GRACE;
  let busy = false;
  let again = false;
  /** Something is on its way that nobody will tell of. */
  let soon = false;
  let awake = () => {};
  /** Takes back what becomes of a long interruption. */
  let taken: (() => void) | null = null;

  /** A piece of the session sounds. */
  const took = (piece: Piece) => {
    mix.bed = false;
    mix.left = null;
    again = true;
    fallback(piece);
    started(piece, mix.current!.deck ? 'file' : 'soundscape');
  };

  const cross = (voice: Voice, seconds: number) => {
    mix.cross(voice, seconds);
    missing = null;
    grace = GRACE;
  };

  /** A new voice; `null` where it has to wait, `undefined` where the piece cannot be played, which is told. */
  const attempt = (piece: Piece, seed = 0): Voice | null | undefined => {
    let voice: Voice | string | null;
    try {
      voice = make(piece, seed, air.session!.intensity);
    } catch {
      // Whatever is wrong with it, something else plays.
      voice = 'error';
    }
    if (typeof voice !== 'string') return voice;
    failed(piece.track.id, voice);
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
    if (voice !== null || !mix.prepared) return voice ?? null;
    mix.forgo();
    return attempt(piece, own) ?? null;
  };

  /** What is not ready is waited for while something sounds; where nothing does the soundscape of the phase begins. */
  const bridge = () => {
    const { current, bed } = mix;
    soon = true;
    if (current?.paused && !current.dead) mix.play(current);
    if (bed && !current!.dead) return;
    // What the mix has gone over to may not run: whatever was there before is already on its way out.
    const stands = current?.begun === null && [...all].some(({ begun }) => begun !== null);
    // It is looked at again in a second: where what comes is dead, what goes has to last so long.
    const thin = mix.thin(current?.dead ? 1 : undefined);
    if (current ? !thin && !stands : now() - (missing ??= now()) < grace) return;
    const { protocol, visits } = air.session!;
    const piece: Piece = {
      track: standIn(protocol, visits.at(-1)?.index ?? 0),
      position: 0,
      why: 'failed',
      standsIn: true,
      seconds: null,
    };
    cross(voiceFor(piece)!, !current ? FADE : thin ? RESCUE : LATE);
    mix.bed = true;
    fallback(piece);
  };

  const take = (voice: Voice, piece: Piece) => {
    const seconds = mix.between(mix.current, voice, piece.why, mix.bed, air.session!);
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
    mix.release();
    missing = null;
  };

  /** The next track is made ready as soon as a deck is free. */
  const prepare = (piece: Piece) => {
    const { current, bed, prepared } = mix;
    const { track } = piece;
    const known =
      [...all].find((voice) => voice !== current && voice.piece.track.id === track.id && !voice.over) ?? null;
    if (prepared !== known) mix.forgo();
    if (known || bed || !current?.ready || track.location[0]?.startsWith(GENERATED)) return;
    mix.prepared = attempt(piece) ?? null;
    soon ||= !mix.prepared;
  };

  /** What has faded goes, and soundscapes are written on. */
  const tend = () => {
    for (const voice of all) {
      const { to, t1 } = voice.strip.share.bound();
      if (voice === mix.current || voice.begun === null || to > 0) voice.scape?.advance(now() + WRITTEN);
      else if (t1 <= now()) drop(voice);
      else soon = true;
    }
  };

  /** The track has come to where it has to be left. */
  const leave = (voice: Voice) => {
    voice.over = true;
    if (cutAt(mix, voice, length(voice)!)) failed(voice.piece.track.id, 'truncated');
    else ended('end');
  };

  /** It comes too late for what has died before it. */
  const unheard = (voice: Voice) =>
    voice.begun !== null && !isHeard(voice, now()) && mix.thin() && [...all].some(({ dead }) => dead);

  /** What should sound, and what follows it. */
  const play = () => {
    const { current } = mix;
    if (current && !current.over && !mix.bed && current.begun !== null && mix.leftOf(current) <= 0) leave(current);
    // What was just told may have changed the session.
    const { now: piece, next } = choose(air.session!, air.time(), mix.place());
    const { id } = piece.track;
    const fits = current?.ready && !current.over && current.piece.track.id === id && (!mix.bed || piece.standsIn);
    if (fits && !unheard(current)) {
      if (current.paused) mix.wakeUp(current);
      else if (current.strip.share.bound().to < 1) cross(current, FADE);
      const { playing, plays } = air.session!.music;
      if (mix.bed || !playing || plays.at(-1)?.track !== id) {
        ended(piece.why);
        took(piece);
      }
    } else {
      // It may not run for long yet: it is returned to once it does.
      if (fits && !current.ran) mix.bridged(current);
      const voice = voiceFor(piece);
      // What was wanted before and is not yet heard makes room.
      for (const each of all)
        if (each.begun === null && each !== voice && each !== mix.prepared) {
          drop(each);
          again ||= !voice;
        }
      if (voice?.ready && !(voice.deck && current && mix.thin())) take(voice, piece);
      else {
        bridge();
        if (!voice) mix.makeRoom();
      }
    }
    prepare(next);
  };

  const step = () => {
    tend();
    if (!running()) {
      levels.cut();
      taken ??= alarm(KEPT, () => {
        if (mix.current) grace = HASTE;
        release();
      });
      return told ? undefined : release();
    }
    taken?.();
    taken = null;
    const { late } = air;
    if (late) levels.leave([...all].map(({ strip }) => strip.share));
    else levels.set(told, air.session, air.over, rise, fall);
    const closed = levels.closed();
    // Whatever was lost, nobody waits for it now.
    if (closed) grace = GRACE;
    if (closed === 'off' || (late && (closed === 'silent' || !all.size))) {
      air.off();
      release();
      if (!late) return;
      // Nothing is taken over from another session, neither its level nor its place.
      levels.cut();
      mix.left = null;
      again = true;
      return;
    }
    if (closed === 'silent') return mix.rest();
    if (closed) soon = all.size > 0;
    const { session } = air;
    if (late || !session || session.silenced || session.attending || (!(told && wanted(told)) && !mix.current)) return;
    follow(session.intensity);
    play();
  };

  function reconcile() {
    again = true;
    if (busy) return;
    busy = true;
    soon = false;
    try {
      while (again) {
        again = false;
        step();
      }
    } finally {
      busy = false;
      // Should a step throw, the error is the page's to see, but the music must not stop over it.
      sleep();
    }
  }

  const sleep = () => {
    awake();
    const { current } = mix;
    const ends = current && !current.over && !current.paused ? Math.max(0.1, mix.leftOf(current)) : Infinity;
    awake =
      all.size || soon
        ? alarm(Math.min(ends, air.late ? 0.1 : soon ? Math.min(1, mix.due()) : WRITES), reconcile)
        : () => {};
  };

  return {
    update(to, time, down, up = FADE) {
      told = to;
      air.update(to, time);
      fall = down;
      rise = up;
      reconcile();
    },
    resumeAt: (at) => void (mix.left = at),
    place: () => (air.late ? NOWHERE : mix.place()),
    dip: levels.dip,
    release() {
      awake();
      taken?.();
      release();
    },
  };
}
