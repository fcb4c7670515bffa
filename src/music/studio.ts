import type { Library } from './library/index.js';
import { alarmOn } from './alarm.js';
import { howlerDeck } from './howler/howler-deck.js';
import { createMixer } from './mixer.js';
import { createSoundscape } from './soundscapes/index.js';
import { DELAY, type Studio } from './voices.js';

/**
 * What comes before the mix: both loudspeakers, and a second of delay. A panner in the middle, so that a mono file is as
 * loud as it was measured, at half its power from each; by itself a graph gives each the whole of it.
 */
export function behindDeck(ctx: BaseAudioContext, output: AudioNode): AudioNode {
  const delay = ctx.createDelay(DELAY);
  delay.delayTime.value = DELAY;
  return output.connect(ctx.createStereoPanner()).connect(delay);
}

/**
 * The real studio: Howler decks, each behind a second of delay, in a context of our own.
 * @param running whether it does, and its clock
 */
export function createStudio(
  ctx: AudioContext,
  gain: number,
  library: Library,
  running = () => ctx.state === 'running',
): Studio {
  // One track that plays, one that goes, one that comes: a skip or an undo in a crossfade needs the third.
  const decks = [1, 2, 3].map(() => {
    const deck = howlerDeck(ctx);
    return { deck, output: behindDeck(ctx, deck.output) };
  });
  return {
    mixer: createMixer(ctx, gain),
    decks,
    library,
    now: () => ctx.currentTime,
    running,
    alarm: alarmOn(ctx),
    soundscape: (name, seed, intensity) =>
      name === 'silence'
        ? { output: ctx.createGain(), setIntensity() {}, advance() {}, stop() {} }
        : createSoundscape(ctx, name, seed, intensity, 0),
  };
}
