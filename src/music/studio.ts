import { alarmOn } from './alarm.js';
import { howlerDeck } from './howler/howler-deck.js';
import { Mixer } from './mixer.js';
import { createSoundscape } from './soundscapes/index.js';
import { DELAY, type Studio } from './voices.js';

/** A current track, one that goes and one that comes: a skip or an undo in a crossfade needs the third. */
const DECKS = 3;

/** The real studio: three Howler decks, each behind a second of delay, in a context of our own. */
export function createStudio(ctx: AudioContext, volume: number): Studio {
  const mixer = new Mixer(ctx, volume);
  const decks = Array.from({ length: DECKS }, () => {
    const deck = howlerDeck(ctx);
    const output = ctx.createDelay(DELAY);
    output.delayTime.value = DELAY;
    deck.output.connect(output);
    return { deck, output };
  });
  const silence = () => ({ output: ctx.createGain(), setIntensity() {}, advance() {}, stop() {} });
  return {
    mixer,
    decks,
    now: () => ctx.currentTime,
    running: () => ctx.state === 'running',
    alarm: alarmOn(ctx),
    soundscape: (name, seed, intensity) => (name ? createSoundscape(ctx, name, seed, intensity) : silence()),
  };
}
