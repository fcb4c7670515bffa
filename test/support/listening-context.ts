/** An audio context without sound that writes down what was asked of it. Only what the soundscapes use is there. */

interface Note {
  curve: number[];
  start: number;
  seconds: number;
}

type Move = { time: number; value: number; ramp: boolean };

class Parameter {
  value = 0;
  readonly notes: Note[] = [];
  moves: Move[] = [];
  /** @param rendered up to which time the sound is there, s: nothing is put before it */
  constructor(
    private readonly write: (what: string, ...values: number[]) => void,
    private readonly rendered: () => number,
  ) {}
  setValueAtTime(value: number, time: number) {
    this.write('set', value, time);
    this.moves.push({ time, value, ramp: false });
  }
  linearRampToValueAtTime(value: number, time: number) {
    this.#refuseWithin(time);
    this.write('ramp', value, time);
    this.moves.push({ time, value, ramp: true });
  }
  /** Taken for a straight line: nothing here asks for what lies within. */
  exponentialRampToValueAtTime(value: number, time: number) {
    this.linearRampToValueAtTime(value, time);
  }
  cancelScheduledValues(time: number) {
    this.moves = this.moves.filter((move) => move.time < time);
  }
  setValueCurveAtTime(curve: Float32Array, from: number, seconds: number) {
    const start = Math.max(from, this.rendered());
    this.#refuseWithin(start);
    this.write('curve', ...curve, start, seconds);
    this.notes.push({ curve: [...curve], start, seconds });
  }
  #refuseWithin(time: number) {
    const last = this.notes.at(-1);
    if (last && time > last.start && time < last.start + last.seconds)
      throw new DOMException('overlaps setValueCurveAtTime', 'NotSupportedError');
  }
  /** The value at a time, by the steps and ramps alone. */
  at(time: number): number {
    const next = this.moves.findIndex((move) => move.time > time);
    const before = this.moves[next < 0 ? this.moves.length - 1 : next - 1]!;
    const after = this.moves[next];
    if (!after?.ramp) return before.value;
    return before.value + ((after.value - before.value) * (time - before.time)) / (after.time - before.time);
  }
}

/** A context that listens, and what it has heard. */
export function listen() {
  const events: unknown[][] = [];
  const parameters: Parameter[] = [];
  const open = new Set<object>();
  let currentTime = 0;
  let late = 0;

  const node = (kind: string) => {
    const made: Record<string, unknown> = { kind };
    open.add(made);
    for (const name of ['gain', 'frequency', 'detune', 'Q', 'pan', 'delayTime', 'playbackRate']) {
      const parameter = new Parameter(
        (what, ...values) => events.push([kind, name, what, ...values]),
        () => currentTime + late,
      );
      parameters.push(parameter);
      made[name] = parameter;
    }
    const sounds = kind === 'Oscillator' || kind === 'BufferSource';
    return Object.assign(made, {
      connect: (to: unknown) => to,
      disconnect: () => open.delete(made),
      setPeriodicWave: () => {},
      ...(sounds && { start: () => {}, stop: () => {} }),
    });
  };

  const context = new Proxy(
    {},
    {
      get(_, name: string) {
        if (name === 'currentTime') return currentTime;
        if (name === 'sampleRate') return 8000;
        if (name === 'createPeriodicWave') return () => ({});
        if (name === 'createBuffer')
          return (_channels: number, length: number) => ({ getChannelData: () => new Float32Array(length) });
        return () => node(name.replace('create', ''));
      },
    },
  ) as unknown as BaseAudioContext;

  const lists = () => parameters.map(({ notes }) => notes).filter((notes) => notes.length);
  return {
    context,
    events,
    /** Sets the context's clock, s. */
    now: (seconds: number) => (currentTime = seconds),
    /** The sound is so far ahead of the context's clock, s: as where a task holds the page up. */
    late: (seconds: number) => (late = seconds),
    /** Every curve, parameter by parameter. */
    notesByParameter: lists,
    notes: () => lists().flat(),
    /** Parameters that move along lines. */
    lines: () => parameters.filter(({ moves }) => moves.length > 1),
    /** Nodes not yet disconnected. */
    open: () => [...open],
  };
}
