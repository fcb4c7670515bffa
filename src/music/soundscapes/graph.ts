/** What makes nodes, moves them with the intensity, and lets go of them. */
export interface Graph {
  readonly ctx: BaseAudioContext;
  /** When it was made, s. */
  readonly opened: number;
  /** Remembers a node for `stop`. */
  keep<T extends AudioNode>(node: T): T;
  gain(at: Followed): GainNode;
  /** A place from left (-1) to right (1) on the way to a node. */
  pan(place: number, to: AudioNode): AudioNode;
  filter(type: BiquadFilterType, q: number, at: Followed): BiquadFilterNode;
  /** A very slow sine. */
  sway(hertz: number, at: Followed): AudioNode;
  /** Moves all that follows the intensity, over `seconds` or 4 if that is more. */
  move(to: number, seconds: number): void;
  stop(): void;
}

/** The value of a parameter at an intensity of 1 to 5. */
type Followed = (intensity: number) => number;

export function createGraph(ctx: BaseAudioContext, intensity: number): Graph {
  const opened = ctx.currentTime;
  const nodes: AudioNode[] = [];
  const moved: { param: AudioParam; at: Followed; from: number; to: number }[] = [];
  let begun = opened;
  let took = 1;

  const keep = <T extends AudioNode>(node: T) => (nodes.push(node), node);
  const follow = (param: AudioParam, at: Followed) => {
    const value = at(intensity);
    param.setValueAtTime(value, opened);
    moved.push({ param, at, from: value, to: value });
  };
  const gain = (at: Followed) => {
    const node = keep(ctx.createGain());
    follow(node.gain, at);
    return node;
  };

  return {
    ctx,
    opened,
    keep,
    gain,
    pan(place, to) {
      const node = keep(ctx.createStereoPanner());
      node.pan.value = place;
      node.connect(to);
      return node;
    },
    filter(type, q, at) {
      const node = keep(ctx.createBiquadFilter());
      node.type = type;
      node.Q.value = q;
      // A cut-off need not move within a block of 128 frames, and costs a third if it does not.
      node.frequency.automationRate = node.detune.automationRate = 'k-rate';
      follow(node.frequency, at);
      return node;
    },
    sway(hertz, at) {
      const source = keep(ctx.createOscillator());
      source.frequency.value = hertz;
      source.start();
      return source.connect(gain(at));
    },
    move(to, seconds) {
      // A moment ahead of the sound, so that the point where the new line leaves the old one is not in the past.
      const at = ctx.currentTime + 0.05;
      const done = Math.min(1, (at - begun) / took);
      begun = at;
      took = Math.max(4, seconds);
      for (const move of moved) {
        move.from = mix(move.from, move.to, done);
        move.to = move.at(to);
        move.param.cancelScheduledValues(at);
        move.param.linearRampToValueAtTime(move.from, at);
        move.param.linearRampToValueAtTime(move.to, at + took);
      }
    },
    stop() {
      for (const node of nodes.splice(0)) {
        (node as Partial<AudioScheduledSourceNode> & AudioNode).stop?.();
        node.disconnect();
      }
    },
  };
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
