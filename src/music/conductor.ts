import type { Draft, Session, TrackWhy } from '../session/types.js';
import { choose, following, wanted, type Piece, type Place } from './choose.js';
import type { DeckEvent } from './deck.js';
import { AHEAD } from './fader.js';
import { levelNames, type LevelName } from './mixer.js';
import { GENERATED, standIn } from './stand-in.js';
import { gainOf, trimOf } from './trim.js';
import { DELAY, Voices, type Studio, type Voice } from './voices.js';

/** Crossfades by what brings them about, s; between phases, and for any other reason, 20. */
const FADES: { readonly [W in TrackWhy]?: number } = { end: 12, failed: 12, skip: 8 };
const FADE = 20;
/** What is left of a dead track's delay once the fault is certain, s. */
const RESCUE = 0.6;
/** Without data for this long a track counts as stalled, s: the rest of the delay is for the fade. At its start, more. */
const STALL = 0.35;
const START = 3;
/** A bus as far down as this (−20 dB) is only just rising. */
const LOW = 0.1;
/** Where nothing sounds, a file has this long before the soundscape begins in its place, s. */
const GRACE = 2;
/** Ended this much before its length a file was cut short, s. */
const SHORT = 5;
/** Soundscapes are written this far ahead, and again this often, s. */
const WRITTEN = 90;
const WRITES = 25;

/** Seconds down and up, and what it comes down to, of each level. */
const LEVELS: Readonly<Record<LevelName, readonly [down: number, up: number, low: number]>> = {
  on: [4, FADE, 0],
  heard: [4, FADE, 0],
  attend: [2, FADE, 0],
  speak: [1.5, 12, gainOf(-18)],
  away: [4, FADE, gainOf(-12)],
};

/**
 * Brings what sounds to what should sound. Asked at every change and at every deadline of its own, it compares the two
 * and moves the mixer; what it did is reported as facts.
 */
export class Conductor {
  /** What follows the track that plays. */
  next: { readonly id: string; readonly title: string } | null = null;

  #studio: Studio;
  #voices: Voices;
  #fact: (draft: Draft) => void;
  #session: Session | null = null;
  /** Session time, and the audio clock when it was told. */
  #t = 0;
  #at = 0;
  /** The voice the mix is bound for. */
  #current: Voice | null = null;
  /** It stands in while a file is not ready, and is no piece of the session. */
  #bed = false;
  #prepared: Voice | null = null;
  #place: Place | null = null;
  #rise = FADE;
  #fall = 0;
  #intensity = 0;
  /** Since when something should sound and nothing does. */
  #missing: number | null = null;
  #busy = false;
  #again = false;
  #sleeps = () => {};

  constructor(studio: Studio, fact: (draft: Draft) => void) {
    this.#studio = studio;
    this.#fact = fact;
    this.#voices = new Voices(studio, (voice, event, code) => this.#heard(voice, event, code));
  }

  /**
   * @param session whose music should sound; `null`: none
   * @param t its time, ms
   * @param rise s that music takes to begin
   * @param fall s that music takes to go, where the session does not say
   */
  update(session: Session | null, t: number, rise = FADE, fall = 1.5): void {
    this.#session = session;
    this.#t = t;
    this.#at = this.#studio.now();
    this.#rise = rise;
    this.#fall = fall;
    this.#reconcile();
  }

  /** Where the music was when the page was left. */
  resumeAt(place: Place | null): void {
    this.#place = place;
  }

  /** Where the music is, as heard. */
  get place(): Place {
    const voice = this.#current;
    if (!voice || this.#bed) return this.#place ?? { track: null, position: 0 };
    return { track: voice.piece.track.id, position: this.#voices.position(voice), seconds: this.#voices.length(voice) };
  }

  /** Everything is let go at once. */
  release(): void {
    this.#sleeps();
    if (this.#current && !this.#bed) this.#place = this.place;
    for (const voice of this.#voices.all) this.#voices.drop(voice);
    this.#current = this.#prepared = null;
  }

  #reconcile(): void {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#again) {
      this.#again = false;
      this.#levels();
      this.#pieces();
    }
    this.#busy = false;
    this.#sleep();
  }

  /** s of real time that a fade may take: in a short phase half of it. */
  #within(seconds: number): number {
    const visit = this.#session?.visits.at(-1);
    if (!visit || visit.endsAt === null) return seconds;
    return Math.min(seconds, (visit.endsAt - visit.enteredAt) / this.#session!.pace / 2000);
  }

  #levels(): void {
    const session = this.#session;
    const running = this.#studio.running();
    const kept = {
      on: running && !!session && wanted(session),
      heard: !session?.silenced,
      attend: !session?.attending,
      speak: !session?.speaking,
      away: !session?.away,
    };
    for (const name of levelNames) {
      const fader = this.#studio.mixer.levels[name];
      const [down, up, low] = LEVELS[name];
      const target = kept[name] ? 1 : low;
      if (fader.target === target) continue;
      const ends = session?.status === 'closing' || session?.status === 'ended';
      const falls = name !== 'on' ? down : !running ? 0 : ends ? session.protocol.fade : this.#fall;
      fader.over(target < fader.target ? falls : name === 'on' ? this.#rise : up, target);
    }
  }

  #pieces(): void {
    const { mixer } = this.#studio;
    const session = this.#session;
    const current = this.#current;
    this.#tidy();
    if (!mixer.open) {
      if (mixer.levels.on.target === 0) this.release();
      else this.#hush();
      return;
    }
    const goesOn = session && (wanted(session) || session.status === 'closing') && !session.silenced && !session.attending;
    if (!goesOn || !this.#studio.running()) return;

    this.#follow(session);
    if (current && this.#endsNow(current)) return this.#end(current);
    const t = this.#t + (this.#studio.now() - this.#at) * 1000 * session.pace;
    const piece = choose(session, t, this.place);
    const { id } = piece.track;
    if (current && !current.over && !(this.#bed && !piece.standsIn) && current.piece.track.id === id) {
      if (current.paused) this.#play(current);
      if (!session.music.playing || session.music.plays.at(-1)?.track !== id || this.#bed) this.#took(piece);
    } else {
      const voice = this.#voiceFor(piece, session);
      // What was wanted before and is not yet heard makes room: the newest wins.
      for (const each of this.#voices.all)
        if (each.begun === null && each !== voice && each !== this.#prepared) this.#voices.drop(each);
      if (voice?.ready) this.#take(voice, piece);
      else this.#bridge(session);
    }
    this.#prepare(session);
  }

  /** Intensity moves soundscapes and trims. */
  #follow({ intensity }: Session): void {
    if (intensity === this.#intensity) return;
    const first = !this.#intensity;
    this.#intensity = intensity;
    if (first) return;
    for (const { scape, strip, deck, piece } of this.#voices.all) {
      scape?.setIntensity(intensity, FADE);
      if (deck) strip.trim.over(FADE, trimOf(piece.track, intensity));
    }
  }

  #fadeOf(voice: Voice): number {
    return Math.min(FADES.end!, (this.#voices.length(voice) ?? Infinity) / 2);
  }

  /** s until a track must begin to make room. */
  #left(voice: Voice): number {
    return (this.#voices.length(voice) ?? Infinity) - this.#fadeOf(voice) - this.#voices.position(voice);
  }

  #endsNow(voice: Voice): boolean {
    return !voice.over && !this.#bed && voice.begun !== null && this.#left(voice) <= 0;
  }

  #end(voice: Voice): void {
    voice.over = true;
    this.#again = true;
    this.#ended('end');
  }

  /** Tells that the track the journal holds for playing does no longer. */
  #ended(why: TrackWhy): void {
    const music = this.#session?.music;
    const play = music?.plays.at(-1);
    if (!play || !music?.playing || why === 'resume') return;
    const { track, position } = this.place;
    this.#tell('track-ended', { track: play.track, position: track === play.track ? position : play.position, why }, 'time');
  }

  #tell<T extends Draft['type']>(type: T, data: Extract<Draft, { type: T }>['data'], cause: Draft['cause'] = 'device'): void {
    this.#fact({ type, cause, data } as Draft);
  }

  #voiceFor(piece: Piece, session: Session): Voice | null {
    const { id } = piece.track;
    const fits = (voice: Voice) =>
      voice.piece.track.id === id && !voice.over && (voice.begun !== null || voice.piece.position === piece.position);
    for (const voice of this.#voices.all) if (fits(voice)) return voice;
    const { seed, intensity, music } = session;
    const make = () => this.#voices.make(piece, seed + music.plays.length, intensity);
    let voice = make();
    if (!voice && this.#prepared) {
      this.#voices.drop(this.#prepared);
      voice = make();
    }
    if (voice !== 'unknown') return voice;
    this.#tell('track-failed', { track: id, code: 'unknown' });
    return null;
  }

  /** Bridges what is not ready yet: what sounds goes on; where nothing does the soundscape of the phase begins. */
  #bridge(session: Session): void {
    const current = this.#current;
    if (current && !current.dead) return;
    const now = this.#studio.now();
    this.#missing ??= now;
    if (!current && now - this.#missing < GRACE) return;
    const track = standIn(session.protocol, session.visits.at(-1)?.index ?? 0);
    const piece: Piece = { track, position: 0, why: 'failed', standsIn: true, seconds: null };
    const voice = this.#voiceFor(piece, session);
    if (!voice) return;
    this.#cross(voice, current ? RESCUE : FADE);
    this.#bed = true;
    this.#fallback(piece);
  }

  #take(voice: Voice, piece: Piece): void {
    const old = this.#current;
    const back = piece.why === 'undo' && this.#session!.music.want;
    const why = old && this.#bed ? 'end' : piece.why;
    const seconds = old?.dead ? RESCUE : this.#within(back ? FADES.skip! : (FADES[why] ?? FADE));
    this.#ended(piece.why);
    this.#cross(voice, old && why === 'end' && !this.#bed ? Math.min(seconds, this.#fadeOf(old)) : seconds);
    this.#took(piece);
  }

  /** Tells that a piece sounds. */
  #took(piece: Piece): void {
    const { track, why } = piece;
    this.#bed = false;
    this.#place = null;
    const { position } = this.place;
    this.#again = true;
    this.#fallback(piece);
    this.#tell('track-started', { track: track.id, position, source: this.#current!.deck ? 'file' : 'soundscape', why }, 'time');
  }

  /** Whether a soundscape stands in for files that failed. */
  #fallback({ standsIn, track }: Piece): void {
    const { fallback, failed } = this.#session!.music;
    const soundscape = standsIn && failed.length ? track.id.slice(GENERATED.length) : null;
    if (fallback === soundscape) return;
    if (soundscape) this.#tell('fallback-began', { soundscape });
    else this.#tell('fallback-ended', { soundscape: fallback! });
  }

  /**
   * Moves all shares towards this voice. The others begin at once and it begins when its deck has run its second; all end
   * together. Where the fade is short they wait for it, so that the dip stays below 0.7 dB.
   */
  #cross(voice: Voice, seconds: number): void {
    const now = this.#studio.now() + AHEAD;
    const fresh = voice.begun === null;
    const heard = fresh && voice.deck ? now + DELAY : now;
    const others = [...this.#voices.all].filter((each) => each !== voice && !each.dead && !each.paused && each.strip.share.at(now) > 0);
    const start = Math.max(now, heard - seconds / 8);
    // Under a bus that is only just rising a first voice may be there at once.
    const { on, heard: open, attend } = this.#studio.mixer.levels;
    const low = on.at(now) * open.at(now) * attend.at(now) < LOW;
    const end = !others.length && low ? heard : start + seconds;
    if (fresh || voice.paused) this.#play(voice);
    this.#current = voice;
    this.#missing = null;
    if (this.#prepared === voice) this.#prepared = null;
    for (const each of this.#voices.all)
      if (each === voice) each.strip.share.move(1, Math.max(start, heard), end, others.length ? 'power' : 'level');
      else if (each.strip.share.target > 0 || each.strip.share.at(now) > 0) each.strip.share.move(0, start, end, 'power');
  }

  #play(voice: Voice): void {
    voice.begun ??= this.#studio.now();
    voice.paused = false;
    if (!voice.deck) return;
    this.#wait(voice, START);
    voice.deck.play();
  }

  #wait(voice: Voice, seconds: number): void {
    voice.calm();
    voice.calm = this.#studio.alarm(seconds, () => this.#fault(voice, 'stalled'));
  }

  /** What a deck tells. */
  #heard(voice: Voice, event: DeckEvent, code?: string): void {
    const current = voice === this.#current;
    if (event === 'running') voice.calm();
    else if (event === 'waiting') {
      if (voice.begun !== null && !voice.paused && !voice.over) this.#wait(voice, STALL);
    } else if (event === 'ready') {
      voice.ready = true;
      this.#reconcile();
    } else if (event === 'failed') this.#fault(voice, code ?? 'error');
    else if (event === 'ended') {
      const expected = voice.piece.track.duration ?? 0;
      voice.dead = true;
      if (!current || voice.over) return this.#reconcile();
      if (voice.deck!.place().position < Math.max(this.#voices.length(voice) ?? 0, expected / 1000) - SHORT)
        return this.#fault(voice, 'truncated');
      this.#end(voice);
      this.#reconcile();
    } else if (current && !voice.paused) {
      voice.paused = true;
      voice.calm();
      this.#tell('silenced', { by: 'device' });
    }
  }

  /** A track fails: before it is heard it is passed over, afterwards what comes next comes at once. */
  #fault(voice: Voice, code: string): void {
    const { id } = voice.piece.track;
    const matters = voice.begun === null || (voice === this.#current && !voice.over);
    voice.over = voice.dead = true;
    voice.calm();
    if (voice.begun === null) this.#voices.drop(voice);
    if (this.#prepared === voice) this.#prepared = null;
    if (matters && this.#session) this.#tell('track-failed', { track: id, code });
    this.#reconcile();
  }

  /** The next track is made ready as soon as a deck is free. */
  #prepare(session: Session): void {
    const piece = following(session);
    const { id, title } = piece.track;
    this.next = { id, title };
    const current = this.#current;
    const known = [...this.#voices.all].find((voice) => voice.piece.track.id === id && !voice.over && voice !== current);
    if (this.#prepared && this.#prepared !== known) {
      this.#voices.drop(this.#prepared);
      this.#prepared = null;
    }
    const file = piece.track.location.some((each) => !each.startsWith(GENERATED));
    if (known || !file || !current || !current.ready || this.#bed) return;
    const voice = this.#voices.make(piece, 0, session.intensity);
    if (voice && voice !== 'unknown') this.#prepared = voice;
  }

  /** Nothing is heard: decks rest where they are. */
  #hush(): void {
    for (const voice of this.#voices.all)
      if (voice === this.#current) {
        voice.calm();
        if (!voice.paused) voice.deck?.pause();
        voice.paused = true;
      } else if (voice !== this.#prepared) this.#voices.drop(voice);
  }

  /** Lets go of what is at nothing. */
  #tidy(): void {
    const now = this.#studio.now();
    for (const voice of this.#voices.all) {
      const { share } = voice.strip;
      const gone = voice.begun !== null && share.target === 0 && share.done <= now;
      if (voice !== this.#current && gone) this.#voices.drop(voice);
      else voice.scape?.advance(now + WRITTEN);
    }
  }

  /** Sleeps until the next thing that time alone brings about. */
  #sleep(): void {
    this.#sleeps();
    const now = this.#studio.now();
    const { levels } = this.#studio.mixer;
    const current = this.#current;
    const times = [
      ...[...this.#voices.all].flatMap(({ strip, scape, begun }) => [
        begun !== null && strip.share.target === 0 ? strip.share.done - now : Infinity,
        scape ? WRITES : Infinity,
      ]),
      ...levelNames.map((name) => (levels[name].target === 0 && levels[name].done > now ? levels[name].done - now : Infinity)),
      this.#missing === null ? Infinity : GRACE,
      current && !current.over && !current.paused ? this.#left(current) : Infinity,
      this.#voices.freeIn(),
    ];
    const seconds = Math.min(...times);
    this.#sleeps = seconds < Infinity ? this.#studio.alarm(Math.max(0.1, seconds), () => this.#reconcile()) : () => {};
  }
}
