import type { Intensity } from '../session/types.js';
import type { Alarm } from './alarm.js';
import type { Piece } from './choose.js';
import type { Deck, DeckEvent } from './deck.js';
import type { Mixer, Strip } from './mixer.js';
import { soundscapeNames, type Soundscape, type SoundscapeName } from './soundscapes/index.js';
import { GENERATED } from './stand-in.js';
import { trimOf } from './trim.js';

/** What lies between a deck and its curve, s: a fault is known this long before it would be heard. */
export const DELAY = 1;

/** What music is made with. Tests give fakes. */
export interface Studio {
  readonly mixer: Mixer;
  /** Decks, each with its delay behind it. */
  readonly decks: readonly { readonly deck: Deck; readonly output: AudioNode }[];
  /** The audio clock, s. */
  now(): number;
  /** The audio clock runs: no touch is waited for, no call interrupts. */
  running(): boolean;
  readonly alarm: Alarm;
  /** @param name `null`: a silence */
  soundscape(name: SoundscapeName | null, seed: number, intensity: Intensity): Soundscape;
}

/** A piece in the mix, heard or not. */
export interface Voice {
  readonly piece: Piece;
  readonly strip: Strip;
  readonly deck: Deck | null;
  readonly scape: Soundscape | null;
  /** It can sound at once. */
  ready: boolean;
  /** Audio time at which it was begun, s. */
  begun: number | null;
  paused: boolean;
  /** It has been ended or failed: it is not returned to. */
  over: boolean;
  /** Nothing more comes from it. */
  dead: boolean;
  /** Takes back the alarm that is set while it waits for data. */
  calm(): void;
}

/** The three decks and the soundscapes, and which piece is on which. */
export class Voices {
  readonly all = new Set<Voice>();
  #studio: Studio;
  #free = new Map<Deck, number>();
  #hear: (voice: Voice, event: DeckEvent, code?: string) => void;

  constructor(studio: Studio, hear: (voice: Voice, event: DeckEvent, code?: string) => void) {
    this.#studio = studio;
    this.#hear = hear;
  }

  /**
   * A voice for a piece, which begins to load.
   * @returns `null` while every deck is in use, `'unknown'` where there is no such soundscape
   */
  make(piece: Piece, seed: number, intensity: Intensity): Voice | null | 'unknown' {
    const { mixer } = this.#studio;
    const kinds = piece.track.location.map((each) => (each.startsWith(GENERATED) ? each.slice(GENERATED.length) : null));
    const first = kinds.findIndex((name) => name === null || name === 'silence' || soundscapeNames.includes(name as never));
    if (first < 0) return 'unknown';
    const name = kinds[first];
    const common = { piece, begun: null, paused: false, over: false, dead: false, calm: () => {} };
    let voice: Voice;
    if (name) {
      const scape = this.#studio.soundscape(name === 'silence' ? null : (name as SoundscapeName), seed, intensity);
      voice = { ...common, strip: mixer.strip(scape.output, 1), deck: null, scape, ready: true };
    } else {
      const slot = this.#studio.decks.find(({ deck }) => this.#isFree(deck));
      if (!slot) return null;
      voice = { ...common, strip: mixer.strip(slot.output, trimOf(piece.track, intensity)), deck: slot.deck, scape: null, ready: false };
      const files = piece.track.location.filter((_, i) => kinds[i] === null);
      this.#free.set(slot.deck, Infinity);
      slot.deck.load(files, piece.position, (event, code) => this.all.has(voice) && this.#hear(voice, event, code));
    }
    this.all.add(voice);
    return voice;
  }

  #isFree(deck: Deck): boolean {
    return (this.#free.get(deck) ?? 0) <= this.#studio.now();
  }

  /** s until a deck that rests can be used again. */
  freeIn(): number {
    const now = this.#studio.now();
    return Math.min(...[...this.#free.values()].map((at) => (at > now ? at - now : Infinity)));
  }

  /** Lets a voice go. Its deck is used again only when what is in its delay has run out. */
  drop(voice: Voice): void {
    if (!this.all.delete(voice)) return;
    const { deck, scape, strip, begun } = voice;
    voice.calm();
    strip.remove();
    scape?.stop();
    deck?.unload();
    if (deck) this.#free.set(deck, begun === null ? 0 : this.#studio.now() + DELAY);
  }

  /** Where a voice is as heard, s into its track. */
  position({ piece, deck, begun }: Voice): number {
    if (begun === null) return piece.position;
    return deck ? Math.max(piece.position, deck.place().position - DELAY) : piece.position + this.#studio.now() - begun;
  }

  /** Length of its track, s; `null`: unknown, or without an end. */
  length({ piece, deck }: Voice): number | null {
    return deck?.place().seconds ?? piece.seconds;
  }
}
