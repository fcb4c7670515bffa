import type { Deck, DeckEvent, Hear } from '../../src/music/deck.js';
import { createConductor, type Conductor } from '../../src/music/conductor.js';
import { createLibrary } from '../../src/music/library/index.js';
import { createMixer, type Mixer, type Strip } from '../../src/music/mixer.js';
import type { Studio } from '../../src/music/voices.js';
import {
  apply,
  decide,
  type CommandName,
  type Commands,
  type Draft,
  type Protocol,
  type Session,
  type Track,
} from '../../src/session/index.js';

/** A track of five minutes, unless said otherwise. */
export const track = (id: string, more: Partial<Track> = {}): Track => ({
  id,
  title: id,
  creator: null,
  location: [`https://music.example/${id}.mp3`],
  duration: 300_000,
  phases: [],
  intensity: null,
  loudness: -20,
  peak: -3,
  vocals: null,
  license: null,
  ...more,
});

/** Phases by id, minutes and intensity: `settle:-:1 onset:5:2`. */
export const protocol = (
  phases = 'settle:-:1 onset:5:2 build:7:3 peak:20:4 return:23:2 integration:20:1',
): Protocol => ({
  format: 'stillroom-protocol/1',
  id: 'test',
  title: 'Test',
  phases: phases.split(' ').map((each) => {
    const [id = '', minutes, intensity] = each.split(':');
    return { id, label: id, minutes: minutes === '-' ? null : Number(minutes), intensity: Number(intensity) as 1 };
  }),
  checkIns: [],
  dwell: null,
  closing: [],
  fade: 60,
});

/** A session that is decided, folded and nothing else. */
export class Told {
  session: Session | null = null;
  facts: Draft[] = [];
  t = 0;
  pace = 1;

  constructor(
    tracks: readonly Track[],
    plan = protocol(),
    list = 'list',
    /** Of the session. */
    readonly id = 's',
  ) {
    const playlist = { id: list, title: list, creator: null, tracks };
    this.do('prepare', { session: this.id, protocol: plan, playlist, seed: 1, pace: 1, volume: 1, version: '0' });
  }

  get on(): Session {
    return this.session!;
  }

  do<N extends CommandName>(name: N, ...args: Commands[N]): void {
    const heard = { track: this.session?.music.plays.at(-1)?.track ?? null, position: 0 };
    this.add(...decide(this.session, name, args, { t: this.t, at: this.t, heard }));
  }

  add(...drafts: Draft[]): void {
    for (const draft of drafts) {
      const { private: _, ...rest } = draft;
      const seq = this.session?.journal.length ?? 0;
      this.session = apply(this.session, { session: this.id, seq, t: this.t, at: this.t, ...rest } as never);
      this.facts.push(draft);
    }
  }

  /** A phase entered by time. */
  enter(phase: string): void {
    const index = this.on.protocol.phases.findIndex(({ id }) => id === phase);
    const data = { phase, index, visit: this.on.visits.length, t: this.t, why: 'time' as const };
    this.add({ type: 'phase-entered', cause: 'time', data });
  }

  plays(track: string, position = 0): void {
    this.add({ type: 'track-started', cause: 'time', data: { track, position, source: 'file', why: 'open' } });
  }

  ends(track: string, why: 'end' | 'skip' = 'end'): void {
    this.add({ type: 'track-ended', cause: 'time', data: { track, position: 0, why } });
  }
}

/** Time that passes only when told to. */
export class Clock {
  constructor(public now = 100) {}

  #due = new Set<{ at: number; ring: () => void }>();

  alarm = (seconds: number, ring: () => void) => {
    const entry = { at: this.now + seconds, ring };
    this.#due.add(entry);
    return () => void this.#due.delete(entry);
  };

  /** Lets time pass, ringing what falls due; `each` is called every 50 ms. */
  pass(seconds: number, each?: () => void): void {
    const until = this.now + seconds;
    for (let step = this.now; step < until;) {
      step = Math.min(until, step + 0.05);
      for (;;) {
        const next = [...this.#due].sort((a, b) => a.at - b.at)[0];
        if (!next || next.at > step) break;
        this.#due.delete(next);
        this.now = Math.max(this.now, next.at);
        next.ring();
      }
      this.now = step;
      each?.();
    }
  }
}

/** What becomes of a file: its length, and what goes wrong with it at which place, s. */
export interface File {
  seconds: number;
  loads?: number;
  /** It runs so long after it was asked to, s. */
  starts?: number;
  fails?: number;
  stalls?: number;
  cut?: number;
}

/** A deck that plays nothing, in simulated time. */
export class FakeDeck implements Deck {
  readonly output = node() as unknown as AudioNode;
  loaded: string | null = null;
  loads = 0;
  #clock: Clock;
  #files: (location: string) => File | null;
  #hear: Hear | null = null;
  #from = 0;
  #since: number | null = null;
  #timers: (() => void)[] = [];
  #runs: { from: number; to: number }[] = [];

  constructor(clock: Clock, files: (location: string) => File | null) {
    this.#clock = clock;
    this.#files = files;
  }

  /** When it ran, s. */
  get runs(): readonly { from: number; to: number }[] {
    return this.#since === null ? this.#runs : [...this.#runs, { from: this.#since, to: Infinity }];
  }

  get playing(): boolean {
    return this.#since !== null;
  }

  ranAt(t: number): boolean {
    return this.#runs.some(({ from, to }) => from <= t && t < to) || (this.#since !== null && this.#since <= t);
  }

  /** It stops where it is. */
  #stop(): void {
    this.#from = this.place().position;
    if (this.#since !== null) this.#runs.push({ from: this.#since, to: this.#clock.now });
    this.#since = null;
  }

  get #file(): File | null {
    return this.loaded === null ? null : this.#files(this.loaded);
  }

  tell(event: DeckEvent, code?: string): void {
    this.#hear?.(event, code);
  }

  #later(seconds: number, then: () => void): void {
    this.#timers.push(this.#clock.alarm(Math.max(0, seconds), then));
  }

  load(locations: readonly string[], position: number, hear: Hear): void {
    this.unload();
    this.loads++;
    this.loaded = locations.find((each) => this.#files(each)) ?? locations[0]!;
    this.#hear = hear;
    this.#from = position;
    const file = this.#file;
    this.#later(file?.loads ?? 0.2, () => this.tell(file ? 'ready' : 'failed', 'source'));
  }

  play(): void {
    if (this.#since !== null) return;
    const file = this.#file!;
    const from = this.#from;
    this.#later(file.starts ?? 0.02, () => {
      this.#since = this.#clock.now;
      this.tell('running');
      const at = (place: number | undefined, then: () => void) => {
        if (place !== undefined && place >= from) this.#later(place - from, then);
      };
      at(file.fails, () => (this.#stop(), this.tell('failed', 'decode')));
      at(file.stalls, () => (this.#stop(), this.tell('waiting')));
      at(file.cut ?? file.seconds, () => (this.#stop(), this.tell('ended')));
    });
  }

  pause(): void {
    this.#stop();
    for (const cancel of this.#timers.splice(0)) cancel();
  }

  /** Someone else pauses it: a headset, the system. */
  pauseFromOutside(): void {
    this.pause();
    this.tell('paused');
  }

  place() {
    const ran = this.#since === null ? 0 : this.#clock.now - this.#since;
    return { position: this.#from + ran, seconds: this.#file?.seconds ?? null };
  }

  unload(): void {
    this.pause();
    this.#hear = null;
    this.loaded = null;
  }
}

export function node() {
  const param = { value: 0, setValueAtTime() {}, cancelScheduledValues() {}, linearRampToValueAtTime() {} };
  return { gain: param, connect: (to: unknown) => to, disconnect() {}, curve: null, oversample: 'none' };
}

/** A room's sound in simulated time: session, conductor and mixer are the real ones. */
export class Simulated {
  readonly clock: Clock;
  readonly mixer: Mixer;
  readonly decks: FakeDeck[];
  told: Told;
  readonly studio: Studio;
  readonly conductor: Conductor;
  readonly scapes: { name: string; seed: number; intensity: number; stopped: boolean; until: number; late: boolean }[] =
    [];
  running = true;
  fall = 60;
  rise: number | undefined;
  /** What is known of how loud a track is. */
  figures: Studio['library']['figures'] = ({ loudness, peak }) =>
    loudness !== null && peak !== null ? { loudness, peak } : null;
  /** What is known of how long its file really is. */
  extent: Studio['library']['extent'] = () => null;
  #started: number;
  /** Every share there is, by the strip that has it. */
  readonly strips: { from: unknown; strip: Strip }[] = [];

  /** @param ctx where all moves are written down, to be rendered afterwards; nowhere if left out */
  constructor(
    told: Told,
    files: (location: string) => File | null = () => ({ seconds: 300 }),
    ctx = { createGain: node, createWaveShaper: node, destination: node() } as unknown as BaseAudioContext,
    clock = new Clock(),
  ) {
    this.told = told;
    this.clock = clock;
    this.mixer = createMixer(ctx, 1, () => this.clock.now);
    const strip = this.mixer.strip.bind(this.mixer);
    this.mixer.strip = (...args) => {
      const made = strip(...args);
      const known = { from: args[0], strip: made };
      this.strips.push(known);
      return { ...made, remove: () => void this.strips.splice(this.strips.indexOf(known), 1) };
    };
    this.decks = [1, 2, 3].map(() => new FakeDeck(this.clock, files));
    this.studio = {
      mixer: this.mixer,
      decks: this.decks.map((deck) => ({ deck, output: deck.output })),
      now: () => this.clock.now,
      running: () => this.running,
      alarm: this.clock.alarm,
      library: {
        ...createLibrary({ onChange() {} }),
        figures: (track) => this.figures(track),
        extent: (track) => this.extent(track),
      },
      soundscape: (name, seed, intensity) => {
        const [stopped, until, late] = [false, 0, false];
        const scape = { name: name as string, seed, intensity: intensity as number, stopped, until, late };
        const made = this.clock.now;
        this.scapes.push(scape);
        return {
          output: node() as unknown as AudioNode,
          setIntensity: (to) => void (scape.intensity = to),
          advance: (until) => {
            // Nothing of it may be asked for after its time.
            scape.late ||= this.clock.now > Math.max(scape.until, made);
            scape.until = until;
          },
          stop: () => void (scape.stopped = true),
        };
      },
    };
    this.#started = this.clock.now;
    this.conductor = createConductor(this.studio, (draft) => {
      this.#tick();
      this.told.add(draft);
      this.update();
    });
  }

  #tick(): void {
    this.told.t = (this.clock.now - this.#started) * 1000 * (this.told.session?.pace ?? 1);
  }

  update(): void {
    this.#tick();
    this.conductor.update(this.told.session, this.told.t, this.fall, this.rise);
  }

  /** Another session is told of, or none. */
  tells(other: Told): void {
    this.told = other;
    this.update();
  }

  do<N extends CommandName>(name: N, ...args: Commands[N]): void {
    this.#tick();
    this.told.do(name, ...args);
    this.update();
  }

  enter(phase: string): void {
    this.#tick();
    this.told.enter(phase);
    this.update();
  }

  /** Sum of the powers of all voices: 1 where one is at full, or several share it. */
  get power(): number {
    return this.strips.reduce((sum, { strip }) => sum + strip.share.at(this.clock.now) ** 2, 0);
  }

  /** The power of what comes out of the voices: that of their shares, where something comes through the delay. */
  get sound(): number {
    const { now } = this.clock;
    return this.strips.reduce((sum, { from, strip }) => {
      const deck = this.decks.find(({ output }) => output === from);
      return deck && !deck.ranAt(now - 1) ? sum : sum + strip.share.at(now) ** 2;
    }, 0);
  }

  /** What all levels together let through. */
  get bus(): number {
    return Object.values(this.mixer.levels).reduce((gain, level) => gain * level.at(this.clock.now), 1);
  }

  level(name: keyof Mixer['levels']): number {
    return this.mixer.levels[name].at(this.clock.now);
  }

  /** Types of the facts since the last look, each with what it is about. */
  heard(): string[] {
    return this.told.facts.splice(0).flatMap(({ type, data }) => {
      const about = data as { track?: string; why?: string; soundscape?: string; code?: string; by?: string };
      return /track|fallback|silenced/.test(type)
        ? [[type, about.track ?? about.soundscape ?? about.by, about.why ?? about.code].filter(Boolean).join(' ')]
        : [];
    });
  }
}
