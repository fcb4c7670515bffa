import type { Intensity } from '../session/types.js';
import type { Alarm } from './alarm.js';
import type { Piece } from './choose.js';
import type { Deck, DeckEvent } from './deck.js';
import type { Mixer, Strip } from './mixer.js';
import type { Soundscape, SoundscapeName } from './soundscapes/index.js';
import { GENERATED, nameIn } from './stand-in.js';
import type { Library } from './library/index.js';
import { trimOf } from './trim.js';

/** What lies between a deck and its curve, s: a fault is known this long before it would be heard. */
export const DELAY = 1;

/** Soundscapes are written this far ahead, s. */
export const WRITTEN = 90;

/** What music is made with. Tests give fakes. */
export interface Studio {
  readonly mixer: Mixer;
  /** Decks, each with its delay behind it. */
  readonly decks: readonly { readonly deck: Deck; readonly output: AudioNode }[];
  /** The audio clock, s. */
  now(): number;
  /** The audio clock runs: no touch is waited for, nothing interrupts. */
  running(): boolean;
  readonly alarm: Alarm;
  /** Where files are, how loud and how long. */
  readonly library: Pick<Library, 'sources' | 'figures' | 'extent'>;
  /** @param name `silence`, too */
  soundscape(name: SoundscapeName | 'silence', seed: number, intensity: Intensity): Soundscape;
}

/** A piece in the mix, heard or not. */
export interface Voice {
  readonly piece: Piece;
  readonly strip: Strip;
  readonly deck: Deck | null;
  readonly scape: Soundscape | null;
  /** It can sound at once. */
  ready: boolean;
  /** Its deck has said that it runs. */
  runs: boolean;
  /** It has said so once at least: before, its second of delay has not begun to count. */
  ran: boolean;
  /** Audio time at which it was begun, s. */
  begun: number | null;
  paused: boolean;
  /** It has ended or failed: it is not returned to. */
  over: boolean;
  /** Nothing more comes from it. */
  dead: boolean;
  /** Takes back the alarm that is set while it waits for data. */
  calm(): void;
}

/** Something of it comes through its delay, as far as it has a share. */
export const isHeard = ({ deck, begun, ran }: Voice, now: number): boolean =>
  begun !== null && (!deck || (ran && begun + DELAY <= now));

/** The three decks and the soundscapes, and which piece is on which. */
export function createVoices(
  { mixer, decks, now, soundscape, library }: Studio,
  hear: (voice: Voice, event: DeckEvent, code?: string) => void,
) {
  const all = new Set<Voice>();
  /** When a deck may be loaded anew, s: what is in its delay has run out. */
  const free = new Map<Deck, number>();
  return {
    all,

    /**
     * A voice for a piece, which begins to load.
     * @returns `null` while every deck is in use or its file is still looked for, a code where it cannot be played
     */
    make(piece: Piece, seed: number, intensity: Intensity): Voice | string | null {
      const { track } = piece;
      const isFile = (each: string) => !each.startsWith(GENERATED);
      const files = track.location.some(isFile) ? library.sources(track) : 'unknown';
      if (!files) return null;
      const location = track.location.find((each) => (isFile(each) ? typeof files !== 'string' : nameIn(each)));
      if (location === undefined) return files as string;
      const name = nameIn(location);
      const slot = name ? null : decks.find(({ deck }) => (free.get(deck) ?? 0) <= now());
      if (!name && !slot) return null;
      const deck = slot?.deck ?? null;
      const scape = slot ? null : soundscape(name!, seed, intensity);
      const strip = mixer.strip((slot ?? scape)!.output, slot ? trimOf(library.figures(track), intensity) : 1);
      const voice = {
        piece,
        strip,
        deck,
        scape,
        ready: !slot,
        runs: false,
        ran: false,
        begun: null,
        paused: false,
        over: false,
        dead: false,
        calm() {},
      };
      all.add(voice);
      scape?.advance(now() + WRITTEN);
      if (deck) {
        free.set(deck, Infinity);
        deck.load(
          files as readonly string[],
          piece.position,
          (event, code) => all.has(voice) && hear(voice, event, code),
        );
      }
      return voice;
    },

    /** When a deck can be loaded, s; `Infinity`: all are in use. */
    free: () => Math.min(...decks.map(({ deck }) => free.get(deck) ?? 0)),

    /** s until a fade is over or a deck can be loaded, whichever is next; not less than a moment. */
    due(): number {
      const times = [...free.values(), ...[...all].map(({ strip }) => strip.share.bound().t1)];
      return Math.max(0.02, Math.min(...times.filter((t) => t > now())) - now());
    },

    /** Lets a voice go. */
    drop(voice: Voice): void {
      const { deck, scape, strip, begun } = voice;
      all.delete(voice);
      voice.calm();
      strip.remove();
      scape?.stop();
      deck?.unload();
      if (deck) free.set(deck, begun === null ? 0 : now() + DELAY);
    },

    /** Where a voice is as heard, s into its track. */
    position: ({ piece: { position }, deck, begun }: Voice): number =>
      begun === null ? position : deck ? Math.max(position, deck.place().position - DELAY) : position + now() - begun,

    /** Length of its track, s; `null`: unknown, or without an end. A file may say that it is longer than it is. */
    length({ piece, deck }: Voice): number | null {
      const told = deck?.place().seconds ?? piece.seconds;
      const { seconds } = (deck && library.extent(piece.track)) ?? {};
      return told && seconds ? Math.min(told, seconds) : (told ?? seconds ?? null);
    },

    /** How long it says that it is, itself or in its list, s: at least. */
    promised: ({ piece: { track }, deck }: Voice): number =>
      Math.max((track.duration ?? 0) / 1000, library.extent(track)?.whole ?? deck?.place().seconds ?? 0),
  };
}

export type Voices = ReturnType<typeof createVoices>;
