/**
 * A long hall for a fraction of a convolver's price: four delays that feed each other through a Householder matrix
 * (each line minus half the sum of all), every turn a little quieter and darker. The lines are long because nothing here
 * starts fast enough to be heard as an echo, and long lines have many resonances, so that held tones are not coloured.
 */
const LINES = [0.173, 0.229, 0.281, 0.347]; // seconds; no common divisor

export function createReverb(
  ctx: BaseAudioContext,
  keep: <T extends AudioNode>(node: T) => T,
  seconds: number,
  shade: number,
  drift: AudioNode,
): { input: AudioNode; output: AudioNode } {
  const input = keep(ctx.createGain());
  input.channelCount = 1;
  input.channelCountMode = 'explicit';
  const shared = keep(ctx.createGain());
  shared.gain.value = -0.5;
  // A channel a line, so that an engine goes round the loops in one order and the hall is the same each time; mixed down
  // to two (each the half of two lines) and made up for.
  const lines = keep(ctx.createChannelMerger(4));
  const output = keep(ctx.createGain());
  output.gain.value = 2;
  output.channelCount = 2;
  output.channelCountMode = 'explicit';
  lines.connect(output);
  LINES.forEach((time, line) => {
    const delay = keep(ctx.createDelay(1));
    const tone = keep(ctx.createBiquadFilter());
    const loop = keep(ctx.createGain());
    delay.delayTime.value = time;
    delay.delayTime.automationRate = 'k-rate'; // its steps are 65 dB down, and half the price
    tone.frequency.value = shade;
    tone.Q.value = -6; // dB: no resonance, so that the loop's gain stays below one at every frequency
    loop.gain.value = 10 ** ((-3 * time) / seconds); // −60 dB after `seconds`
    input.connect(delay).connect(tone).connect(loop).connect(delay);
    loop.connect(shared).connect(delay);
    loop.connect(lines, 0, line);
    if (line & 2) drift.connect(delay.delayTime);
  });
  return { input, output };
}
