import type { Deck, Hear } from '../deck.js';
import { createStandstill } from './standstill.js';
import { howlOn, unload } from './tamed.js';

/** A file of which nothing more has come for so long, and that cannot be played yet, counts as failed, ms. */
const PATIENCE = 15_000;
/** So long has one that is made ready anew while it is played, ms: what is left of the delay, and of the fade after it. */
const RENEWAL = 2000;
/** A place nearer to the end than this cannot be sought, s. */
const LAST = 0.25;
/** A file that has ended so much sooner than it can have been played, s, left something out: Chromium passes over what it cannot decode. */
const LEAP = 5;
/** By the number of a MediaError. A server without the CORS header counts as `source`. */
const CODES = ['error', 'aborted', 'network', 'decode', 'source'];

/** A deck: one media element that streams, played by Howler, wired once into our own graph. */
export function howlerDeck(ctx: AudioContext): Deck {
  const element = new Audio();
  // Without it the graph gets zeros from other origins, silently; with it a server that does not allow it is a loud error.
  element.crossOrigin = 'anonymous';
  // iOS plays only what was loaded in a touch, and a deck is made in one.
  element.load();
  const output = ctx.createMediaElementSource(element);

  let howl: ReturnType<typeof howlOn> | null = null;
  let id: number | undefined;
  let hear: Hear | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts loads: what an older one says is not listened to. */
  let generation = 0;
  const lead = () => element.currentTime - performance.now() / 1000;
  let fail: (code: string) => void = () => {};
  let wait = () => {};
  const standstill = createStandstill(
    ctx,
    () => element.currentTime,
    () => beginAgain(),
    () => fail('stalled'),
  );
  /** A pause was asked for, so that it is none from outside. */
  let paused = true;
  /** Where it was when it was last told to play, s. */
  let from = 0;
  /** It has been made ready anew since, or is just being. */
  let renewed = false;
  let renewing = false;
  /** Place, s, less the time of day, s, at which it began to run: where it would be without a leap is not beyond that. */
  let ahead = 0;

  const drop = () => {
    generation++;
    clearTimeout(timer);
    standstill.stop();
    renewing = false;
    if (howl) unload(howl);
    howl = id = undefined as never;
    paused = true;
  };

  /** What is made ready anew begins at once. Howler need not know: it plays, and its element is the same. */
  const beginAgain = () => {
    if (renewed) return;
    renewing = renewed = true;
    const failed = fail;
    timer = setTimeout(() => paused || failed('stalled'), RENEWAL);
    element.load();
    element.currentTime = from;
    element.play().catch(() => paused || failed('play'));
  };

  const attempt = (locations: readonly string[], position: number) => {
    drop();
    const [location, ...others] = locations;
    const mine = generation;
    let ready = false;
    const failed = (code: string) => {
      if (mine !== generation) return;
      // In the middle of a piece another file of it would have to be made ready first: the next piece is.
      if (others.length && !ready) attempt(others, position);
      else {
        const tell = hear;
        drop();
        tell?.('failed', code);
      }
    };
    fail = failed;
    if (!location) return failed('source');
    wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => failed('timeout'), PATIENCE);
    };
    wait();
    const loading = (howl = howlOn(element, location));
    loading.once('load', () => {
      if (mine !== generation) return;
      clearTimeout(timer);
      ready = true;
      wait = () => {};
      if (position > 0) loading.seek(Math.min(position, Math.max(0, element.duration - LAST)));
      hear?.('ready');
    });
    loading.on('playerror', () => failed('play'));
  };

  // Our own listeners: Howler's come by timers, and it hears nothing of a pause from outside.
  const on = (type: string, listener: () => void) => element.addEventListener(type, () => howl && listener());
  for (const type of ['waiting', 'pause', 'ended']) on(type, standstill.stop);
  on('error', () => fail(CODES[element.error?.code ?? 0] ?? 'error'));
  on('progress', () => wait());
  on('ended', () => {
    paused = true;
    if (lead() - ahead > LEAP) fail('decode');
    else hear?.('ended');
  });
  on('playing', () => {
    if (renewing) clearTimeout(timer);
    renewing = false;
    ahead = lead();
    standstill.watch();
    hear?.('running');
  });
  on('waiting', () => renewing || hear?.('waiting'));
  on('pause', () => {
    if (!paused && !element.ended) hear?.('paused');
  });

  return {
    output,
    load(locations, position, listener) {
      hear = listener;
      attempt(locations, position);
    },
    play() {
      if (!howl || (!element.paused && !paused)) return;
      paused = renewed = false;
      from = element.currentTime;
      // Howler believes what was paused from outside to be playing still.
      if (id !== undefined) howl.pause(id);
      id = howl.play(id) ?? undefined;
    },
    pause() {
      paused = true;
      if (id !== undefined) howl?.pause(id);
    },
    place: () => ({
      position: element.currentTime,
      seconds: Number.isFinite(element.duration) ? element.duration : null,
    }),
    unload() {
      hear = null;
      drop();
    },
  };
}
