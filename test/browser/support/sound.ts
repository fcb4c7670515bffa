import { createMusic, type Music } from '../../../src/music/index.js';
import type { CommandName, Commands, Draft } from '../../../src/session/types.js';
import type { Told } from '../../support/simulated-music.js';

const opened: Music[] = [];
const { AudioContext } = window;

/** A room's sound with a session told to it, as a room would; `closeSound` lets go of it. */
export function soundOf(told: Told) {
  const waiting: { type: string; resolve: () => void }[] = [];
  const changes: boolean[] = [];
  const troubles: string[] = [];
  const music = createMusic({
    onFact(draft) {
      told.add(draft);
      music.update(told.session, told.t);
      for (const { type, resolve } of waiting) if (type === draft.type) resolve();
    },
    onTrouble: ({ id }, trouble) => troubles.push(`${id} ${trouble}`),
    onChange: () => changes.push(music.lacks === 'touch'),
  });
  opened.push(music);
  return {
    music,
    /** Whether it was blocked, at each change. */
    changes,
    /** What is told of tracks. */
    troubles,
    /** Settled with the next fact of a type. */
    until: (type: Draft['type']) => new Promise<void>((resolve) => waiting.push({ type, resolve })),
    do<N extends CommandName>(name: N, ...args: Commands[N]) {
      told.do(name, ...args);
      music.update(told.session, told.t);
    },
    /** Facts of a type, by what they say. */
    facts: (type: Draft['type']) => told.facts.filter((fact) => fact.type === type).map(({ data }) => data),
  };
}

export const closeSound = () => Promise.all(opened.splice(0).map((music) => music.close()));

/** Every context that is made, and what goes to its output. `stop` gives the page its own constructor back. */
export function watchContexts() {
  const contexts: AudioContext[] = [];
  const meters = new Map<AudioContext, AnalyserNode>();
  const { connect } = AudioNode.prototype;
  window.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      contexts.push(this);
      meters.set(this, new AnalyserNode(this, { fftSize: 4096 }));
    }
  };
  AudioNode.prototype.connect = function (this: AudioNode, ...to: [AudioNode]) {
    const meter = meters.get(this.context as AudioContext);
    if (meter && to[0] === this.context.destination) connect.call(this, meter as never);
    return connect.apply(this, to as never) as unknown as AudioNode;
  } as never;
  const samples = new Float32Array(4096);
  return {
    contexts,
    /** Root mean square of what leaves just now, dBFS. */
    level(): number {
      const meter = meters.get(contexts.at(-1)!);
      meter?.getFloatTimeDomainData(samples);
      return 10 * Math.log10(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length + 1e-12);
    },
    stop() {
      window.AudioContext = AudioContext;
      AudioNode.prototype.connect = connect;
    },
  };
}
