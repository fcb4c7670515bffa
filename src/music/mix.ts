import { createBlend } from './blend.js';
import type { Place } from './choose.js';
import type { DeckEvent } from './deck.js';
import { AHEAD } from './fader.js';
import { createFades, RESCUE } from './fades.js';
import type { Levels } from './levels.js';
import { createVoices, type Studio, type Voice } from './voices.js';

/** One that has not begun to run by then is bridged at its start, s. */
const START = 2;
/** So long a file that was ready may take to run, s; something else plays meanwhile. */
const PATIENCE = 15;
/** One that lasts no longer makes room before a quieter one, s. */
const RUNS_OUT = 3;
/** A deck that runs so soon after it was asked to, s, is on time. */
const PROMPT = 0.1;
/** A share that is not missed when it goes. */
const LITTLE = 0.2;

export interface MixOptions {
  /** What a deck tells of a voice. */
  heard(voice: Voice, event: DeckEvent, code?: string): void;
  /** A voice has waited for data too long. */
  stalled(voice: Voice): void;
  /** A voice was ready and does not run: something else has to play. */
  late(): void;
}

export type Mix = ReturnType<typeof createMix>;

/** The voices: which of them the mix is bound for, and how it gets there. It knows of no session. */
export function createMix(studio: Studio, levels: Levels, { heard, stalled, late }: MixOptions) {
  const { now, running, alarm } = studio;
  const voices = createVoices(studio, heard);
  const { all, drop, position, length } = voices;
  const fades = createFades(voices);
  const blend = createBlend(studio, all, levels.low, fades.left);
  /** The voice that makes room. */
  let leaving: Voice | null = null;
  /** s that the last crossfade was to take. */
  let lasts = 0;

  /** What a voice has waited for too long is no fault of it while the audio clock stands still. */
  const wait = (voice: Voice, seconds: number, ring: (voice: Voice) => void = stalled) => {
    voice.calm();
    voice.calm = alarm(seconds, () => (running() ? ring(voice) : wait(voice, seconds, ring)));
  };

  /** Something else plays until it runs. */
  const bridged = (voice: Voice) => {
    if (voice === mix.current && !mix.bed) mix.left = mix.place();
    voice.ready = false;
    voice.begun = null;
    voice.strip.share.cut();
    wait(voice, PATIENCE);
    late();
  };

  const mix = {
    ...voices,
    ...fades,
    thin: blend.thin,
    bridged,
    wait,

    /** The voice the mix is bound for, and whether it only stands in while a file is not ready. */
    current: null as Voice | null,
    bed: false,
    /** The voice that is to follow. */
    prepared: null as Voice | null,
    /** Where the music was, while nothing sounds. */
    left: null as Place | null,

    /** Where the music is, as heard. */
    place(): Place {
      const { current, bed, left } = mix;
      return current && !bed
        ? { track: current.piece.track.id, position: position(current), seconds: length(current) }
        : (left ?? { track: null, position: 0 });
    },

    play(voice: Voice): void {
      voice.begun ??= now();
      voice.paused = false;
      if (!voice.deck || voice.runs) return;
      wait(voice, START, bridged);
      voice.deck.play();
    },

    /** The mix goes over to this voice. @param seconds of the crossfade */
    cross(voice: Voice, seconds: number): void {
      const { begun, paused } = voice;
      blend.towards(voice, seconds);
      lasts = seconds;
      if (begun === null || paused) mix.play(voice);
      mix.current = voice;
      leaving = null;
      if (mix.prepared === voice) mix.prepared = null;
    },

    /** A deck took a while to run: its second begins anew, and the crossfade with it. */
    ranLate(voice: Voice): void {
      if (voice !== mix.current || voice.ran || voice.begun === null || now() < voice.begun + PROMPT) return;
      voice.begun = now();
      voice.strip.share.cut();
      blend.towards(voice, lasts);
    },

    /** All decks are in use and a piece is asked for: what has died or is quietest makes room, and what was on its way up stops. */
    makeRoom(): void {
      const { current, bed } = mix;
      if (bed || voices.free() < Infinity || (leaving && all.has(leaving))) return;
      const power = ({ strip }: Voice) => strip.share.at(now() + AHEAD);
      const left = (voice: Voice) => Math.min(fades.left(voice), RUNS_OUT);
      const loud = [...all].sort((a, b) => left(b) - left(a) || power(b) - power(a));
      leaving = loud.findLast(({ deck }) => deck)!;
      const others = loud.filter((each) => each !== leaving);
      const heir = others.find((each) => each !== current && !each.over && fades.leftOf(each) > 0) ?? others[0]!;
      blend.relieve(leaving, heir);
      if (leaving === current) mix.current = heir;
    },

    /** A deck that has rested begins anew from nothing: its second of delay has run out, and would end in mid-swell. */
    wakeUp(voice: Voice): void {
      if (voice.deck && levels.low()) {
        voice.strip.share.cut();
        voice.begun = now();
      }
      mix.cross(voice, RESCUE);
    },

    /** One that was on its way out has nothing more to give: the others have what it had. */
    lost(voice: Voice): void {
      const { current } = mix;
      if (current && current !== voice && !current.dead && voice.strip.share.at(now() + RESCUE) > LITTLE)
        // A deck may not run yet; a soundscape can sound at once.
        mix.cross(current, current.deck ? lasts : RESCUE);
    },

    /** What was made ready is wanted no longer. */
    forgo(): void {
      if (mix.prepared) drop(mix.prepared);
      mix.prepared = null;
    },

    /** Nothing is heard: the deck rests where it is. */
    rest(): void {
      for (const voice of all)
        if (voice === mix.current) {
          voice.calm();
          if (!voice.paused) voice.deck?.pause();
          voice.paused = true;
          voice.runs = false;
        } else if (voice !== mix.prepared) drop(voice);
    },

    /** Everything goes at once. */
    release(): void {
      mix.left = mix.place();
      for (const voice of all) drop(voice);
      mix.current = mix.prepared = null;
      mix.bed = false;
    },
  };
  return mix;
}
