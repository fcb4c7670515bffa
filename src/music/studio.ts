import type { Library } from './library/index.js';
import { alarmOn } from './alarm.js';
import { howlerDeck } from './howler/howler-deck.js';
import { createMixer } from './mixer.js';
import { createSoundscape } from './soundscapes/index.js';
import { DELAY, type Studio } from './voices.js';

/** The real studio: Howler decks, each behind a second of delay, in a context of our own. */
export function createStudio(ctx: AudioContext, gain: number, library: Library): Studio {
  // One track that plays, one that goes, one that comes: a skip or an undo in a crossfade needs the third.
  const decks = [1, 2, 3].map(() => {
    const deck = howlerDeck(ctx);
    const output = ctx.createDelay(DELAY);
    output.delayTime.value = DELAY;
    deck.output.connect(output);
    return { deck, output };
  });
  return {
    mixer: createMixer(ctx, gain),
    decks,
    library,
    now: () => ctx.currentTime,
    running: () => ctx.state === 'running',
    alarm: alarmOn(ctx),
    soundscape: (name, seed, intensity) =>
      name === 'silence'
        ? { output: ctx.createGain(), setIntensity() {}, advance() {}, stop() {} }
        : createSoundscape(ctx, name, seed, intensity, 0),
  };
}
