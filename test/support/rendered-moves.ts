import { Clock, Simulated, Told, track, type File } from './simulated-music.js';

const RATE = 8000;
/** A rise is measured over so many samples, 20 ms, the grain of a curve: where one is cut a sample may be 80 dB off. */
const GRAIN = 160;
/** Below the ceiling. */
const AMPLITUDE = 0.4;
/** Three decks and as many soundscapes as are ever heard together; each has a channel of its own, so that their powers add. */
const VOICES = 11;

/** One move of a hand on the sound, and how long nobody moves afterwards, s. */
export interface Hand {
  move: string;
  seconds: number;
}
export const moves = [
  ...['skip', 'next', 'goTo', 'gentler', 'fuller', 'silence', 'music', 'speak', 'attend', 'away'],
  ...['close', 'reopen', 'undo'],
];

const tracks = [
  ...['a', 'b', 'c'].map((id) => track(id, { phases: ['settle'] })),
  track('o', { phases: ['onset'] }),
  track('p', { phases: ['build', 'peak'] }),
];

function perform(sim: Simulated, move: string) {
  const { on } = sim.told;
  try {
    if (move === 'speak') sim.do('speak', !on.speaking);
    else if (move === 'attend') sim.do('attend', !on.attending);
    else if (move === 'away') sim.do('away', !on.away);
    else if (move === 'goTo') sim.do('goTo', on.protocol.phases[on.visits.length % 5]!.id);
    else if (move === 'reopen') {
      if (on.status === 'closing') sim.do('end');
      sim.do('reopen');
    } else sim.do(move as 'skip');
  } catch (error) {
    if (!['not-now', 'unknown'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}

/**
 * Plays a hand's moves on a session in simulated time and renders what the audio graph makes of them: voices that are all
 * the same loudness, and beside them a constant that goes through the bus alone.
 */
export async function rendered(hand: readonly Hand[], files: Record<string, File | null> = {}) {
  const seconds = Math.ceil(26 + hand.reduce((sum, each) => sum + each.seconds, 0));
  const ctx = new OfflineAudioContext(VOICES + 1, seconds * RATE, RATE);
  const sim = new Simulated(
    new Told(tracks),
    (location) => {
      const file = files[/(\w+)\.mp3/.exec(location)?.[1] ?? ''];
      return file === undefined ? { seconds: 300 } : file;
    },
    ctx,
    new Clock(0),
  );
  const constant = ctx.createConstantSource();
  constant.offset.value = AMPLITUDE;
  constant.start();
  /** The constant in a channel of its own, while `gate` lets it. */
  const pilot = (channel: number) => {
    const gate = ctx.createGain();
    const merger = ctx.createChannelMerger(VOICES + 1);
    constant.connect(gate).connect(merger, 0, channel);
    return { gate: gate.gain, output: merger };
  };
  pilot(0).output.connect(sim.mixer.levels.on.node);
  const gates: { from: unknown; gate: AudioParam }[] = [];
  let scapes = 0;
  const { strip } = sim.mixer;
  sim.mixer.strip = (output, trim) => {
    const made = strip(ctx.createGain(), trim);
    const deck = sim.decks.findIndex((each) => each.output === output);
    const { gate, output: sound } = pilot(deck < 0 ? 4 + (scapes++ % (VOICES - 3)) : 1 + deck);
    gate.setValueAtTime(deck < 0 ? 1 : 0, 0);
    if (deck >= 0) gates.push({ from: sim.decks[deck], gate });
    // It is let go in simulated time, long before it is rendered.
    const there = ctx.createGain();
    made.share.node.disconnect();
    sound.connect(made.share.node).connect(there).connect(sim.mixer.levels.on.node);
    const known = { from: output as unknown, strip: made };
    sim.strips.push(known);
    return {
      ...made,
      remove() {
        there.gain.setValueAtTime(0, sim.clock.now);
        sim.strips.splice(sim.strips.indexOf(known), 1);
      },
    };
  };
  sim.do('open');
  sim.clock.pass(25);
  for (const { move, seconds } of hand) {
    perform(sim, move);
    sim.clock.pass(seconds);
  }
  for (const { from, gate } of gates)
    for (const run of (from as (typeof sim.decks)[0]).runs) {
      gate.setValueAtTime(1, run.from + 1);
      if (run.to < Infinity) gate.setValueAtTime(0, run.to + 1);
    }
  const buffer = await ctx.startRendering();
  const channels = Array.from({ length: VOICES + 1 }, (_, i) => buffer.getChannelData(i));
  return measure(channels as [Float32Array, ...Float32Array[]]);
}

/** What there is to say of it. */
function measure([bus, ...voices]: [Float32Array, ...Float32Array[]]) {
  let click = 0;
  let rise = 0;
  let fall = 0;
  let most = 0;
  let least = Infinity;
  const window = RATE / 10;
  for (let i = 1; i < bus.length; i++) {
    let power = 0;
    for (const voice of voices) {
      click = Math.max(click, Math.abs(voice[i]! - voice[i - 1]!));
      power += (voice[i]! / (bus[i]! || Infinity)) ** 2;
    }
    // What is 40 dB down is only just beginning; what comes back after a silence has run its second at −20 dB.
    if (bus[i]! < 0.01 * AMPLITUDE) continue;
    most = Math.max(most, power);
    if (i > 24 * RATE && bus[i]! > 0.12 * AMPLITUDE) least = Math.min(least, power);
    if (i > GRAIN) rise = Math.max(rise, bus[i]! - bus[i - GRAIN]!);
    if (i > window && bus[i]! > 0.004) fall = Math.max(fall, bus[i - window]! / bus[i]!);
  }
  return {
    /** The largest step of a voice from one sample to the next, of its own level. */
    click: click / AMPLITUDE,
    /** The fastest rise of the bus, in levels a second. */
    rise: (rise * RATE) / GRAIN / AMPLITUDE,
    /** The fastest fall of the bus, dB in 100 ms. */
    fall: 20 * Math.log10(fall),
    /** The most and, from the end of the opening on, the least power of all voices together before the bus, dB. */
    most: 10 * Math.log10(most),
    least: 10 * Math.log10(least),
  };
}
