import { createMusic, type Music } from '../music/index.js';
import {
  StillroomError,
  agenda,
  clampVolume,
  decide,
  mustBeAllowed,
  stateOf,
  stepVolume,
  type CommandName,
  type Commands,
  type Draft,
  type Entry,
  type Live,
  type Now,
  type State,
} from '../session/index.js';
import { claim, openJournal, type Claim, type Header, type Journal } from '../store/index.js';
import { createClock, type Clock } from './clock.js';
import { eventsOf, type Offers, type RoomEvent } from './events.js';
import { randomId, randomSeed } from './ids.js';
import { Ledger, noteTo } from './ledger.js';
import { FIRST_VOLUME, idle } from './live.js';
import { loadOffers, type LoadedOffers, type OfferSources } from './offers.js';
import { preflight } from './preflight.js';
import { createScheduler, type Scheduler } from './scheduler.js';
import { askPersist, createScreen, type Screen } from './screen.js';
import { sessionClock, type SessionClock } from './session-clock.js';
import { SleepSigns } from './sleep-signs.js';

/** A session found open after so long untouched is not resumed by itself, ms. */
const LEFT_OPEN = 6 * 3_600_000;
/** An ended session left untouched makes room for the next, ms. */
const LEAVES_AFTER = 10 * 60_000;
/** The place in the music is kept this often, ms. */
const HEARTBEAT = 2000;
/** A slider is journalled once it has rested, ms. */
const RESTS = 400;
/** Music goes when the last element does, s; the owner lets go later, ms, since a moved element comes back. */
const GONE_FADE = 1.5;
const LETS_GO = 10_000;

/** What `prepare` takes: ids among the offers, and what was typed. */
export interface PrepareOptions {
  protocol?: string;
  playlist?: string;
  code?: string;
  intention?: string;
  touch?: string;
  staff?: string;
}

/** The methods a room answers to: the session's commands and its own. */
export type Method = CommandName | 'leave' | 'listen' | 'resume';

/** Wires clock, journal, ownership and music into one room. Knows no DOM but the page's life. */
export class Room {
  readonly name: string;
  readonly clock: SessionClock;
  state: State;
  offers: Offers = { protocols: [], playlists: [] };
  /** Settled when the journal is loaded and the offers are known. */
  readonly ready: Promise<void>;
  /** How many times faster the session clock of the next session runs. */
  pace = 1;

  #journal: Journal;
  #ledger: Ledger;
  #music: Music;
  #clock: Clock;
  #signs: SleepSigns;
  #scheduler: Scheduler;
  #screen: Screen;
  #claim: Claim;
  #live: Live;
  #choices: LoadedOffers | null = null;
  #sources: Promise<unknown> = Promise.resolve();
  #listeners = new Set<(event: RoomEvent) => void>();
  #typing = new Set<string>();
  #loaded = false;
  #elements = 0;
  #letGo: ReturnType<typeof setTimeout> | undefined;
  #slider: { volume: number; timer: ReturnType<typeof setTimeout>; rest: () => void; settled: Promise<State> } | null =
    null;
  #beat = 0;
  #touched = 0;
  #onClosed: () => void;
  #version: string;

  constructor(name: string, version: string, onClosed: () => void) {
    this.name = name;
    this.#version = version;
    this.#onClosed = onClosed;
    this.#live = idle(name);
    this.#signs = new SleepSigns();
    this.#clock = createClock(this.#signs);
    this.#scheduler = createScheduler(
      () => this.#tick(),
      (seconds, ring) => this.#music.alarm(seconds, ring),
    );
    this.#journal = openJournal(name);
    this.#ledger = new Ledger(this.#journal, (entries) => this.#durable(entries));
    this.#music = createMusic({
      onFact: (draft) => this.#fact(draft),
      onChange: () => this.#refresh(),
    });
    this.#screen = createScreen(() => {
      if (this.#screen.screen === 'may-sleep') this.#signs.note();
      this.#refresh();
    });
    this.clock = sessionClock(() => this.#ledger.record, this.#clock);
    this.state = stateOf(null, this.#live, this.#now());
    this.#journal.onStorage(() => this.#stored());
    this.#claim = claim(name, { onChange: () => this.#owned(), onMessage: () => this.#follow() });
    this.ready = this.#load();
  }

  /** Hears of every event until the returned function is called. */
  on(listener: (event: RoomEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Counts an element in. The returned function counts it out: without any the music fades and the room closes. */
  enter(): () => void {
    clearTimeout(this.#letGo);
    if (this.#elements++ === 0 && this.#loaded) this.#sound();
    return () => {
      if (--this.#elements) return;
      void this.#music.fadeOut(GONE_FADE);
      this.#letGo = setTimeout(() => void this.close(), LETS_GO);
    };
  }

  /** Lets go of everything; the session stays open in the journal. */
  async close(): Promise<void> {
    this.#onClosed();
    this.#scheduler.stop();
    this.#screen.want(false);
    this.#signs.stop();
    await this.#music.close();
    await this.#journal.close();
    this.#claim.release();
  }

  /** Reads what can be chosen. Equal sources are not read again. */
  offer(sources: OfferSources): Promise<void> {
    const reading = loadOffers(sources).then((choices) => {
      if (this.#sources !== reading) return;
      this.#choices = choices;
      this.offers = choices.offers;
      this.#emit({ type: 'still-offers', detail: { offers: this.offers }, seq: null });
      for (const { code, message } of choices.problems) this.#problem(code, message, true);
    });
    this.#sources = reading;
    return reading;
  }

  set maxVolume(volume: number) {
    this.#music.maxVolume = volume;
  }

  /** A check-in that holds something half typed does not lapse. */
  hold(id: string, held: boolean): void {
    if (held) this.#typing.add(id);
    else this.#typing.delete(id);
    this.#scheduler.poke();
  }

  /** The whole journal of a session, private parts included. */
  async read(session: string): Promise<Entry[]> {
    const entries = session === this.#ledger.head?.id ? [...this.#ledger.entries] : await this.#journal.read(session);
    if (!entries.length) throw new StillroomError('unknown', `There is no session “${session}” on this device.`);
    return entries;
  }

  /** Rows of the sessions on this device, newest first. */
  sessions(options?: { before?: string; limit?: number; code?: string }): Promise<Header[]> {
    return this.#journal.headers(options);
  }

  /**
   * Gives the session a command. What it does to the sound begins at once; the promise settles when it is durable.
   * @throws StillroomError as a rejection; the session goes on
   */
  send(name: Method, ...args: unknown[]): Promise<State> {
    // Only inside a gesture do browsers let sound begin: before anything is awaited.
    if (this.#music.blocked || /^(open|dose|music|listen|reopen|resume)$/.test(name)) void this.#music.unlock();
    this.#touched = performance.now();
    if (!this.#loaded) return this.ready.then(() => this.send(name, ...args));
    try {
      if (this.#live.role === 'viewer')
        throw new StillroomError(
          'no-owner',
          'This room runs in another window. Use it there, or close it there first.',
        );
      this.#tick();
      return this.#do(name, args).then(() => this.state);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Starts or wakes the sound inside a person's touch. */
  touch(): void {
    void this.#music.unlock().then(() => this.#refresh());
  }

  #do(name: Method, args: unknown[]): Promise<unknown> {
    const head = this.#ledger.head;
    if (this.#live.leftOpen) return this.#takeUp(name);
    switch (name) {
      case 'prepare':
        return this.#prepare((args[0] ?? {}) as PrepareOptions);
      case 'open':
        return this.#run('open', [
          this.state.preflight.filter(({ status }) => status === 'warning').map(({ id }) => id),
        ]);
      case 'change': {
        const { protocol, playlist, ...rest } = (args[0] ?? {}) as PrepareOptions;
        return this.#run('change', [{ ...rest, ...this.#chosen(protocol, playlist) }]);
      }
      case 'quieter':
      case 'louder':
      case 'setVolume':
        return this.#volume(name, args[0] as number);
      case 'note': {
        const [text, options] = args as [string, { session?: string; kind?: 'record' | 'process' }?];
        const other = options?.session;
        return other && other !== head?.id
          ? noteTo(this.#journal, other, Date.now(), [text, options], randomId())
          : this.#run('note', [text, options ?? {}]);
      }
      case 'listen':
        mustBeAllowed('listen', head, this.#now());
        return this.#music.listen(args[0] == null ? null : (this.#choice().playlist(String(args[0])) ?? null));
      case 'leave':
        mustBeAllowed('leave', head, this.#now());
        return this.#leave();
      case 'end':
        return this.#run('end', []);
      default:
        return this.#run(name as CommandName, args as never);
    }
  }

  #run<N extends CommandName>(name: N, args: Commands[N], session?: string): Promise<void> {
    const now = this.#now();
    return this.#append(decide(session ? null : this.#ledger.head, name, args, now), now, randomId(), session);
  }

  #append(drafts: readonly Draft[], now: Now, cmd?: string, session?: string): Promise<void> {
    const durable = this.#ledger.append(drafts, now, cmd, session);
    this.#sound();
    this.#scheduler.poke();
    return durable;
  }

  /** Writes what nobody called for. Another writer's numbers mean that the room is no longer ours as we know it. */
  #note(drafts: readonly Draft[]): void {
    this.#ledger.append(drafts, this.#now()).catch(() => this.#reread());
  }

  /** The sound is brought to where the head stands. */
  #sound(): void {
    const { head } = this.#ledger;
    const runs = head && this.#live.role === 'owner' && !this.#live.leftOpen && this.#elements > 0;
    this.#music.update(runs ? head : null, this.#clock.now());
    this.#screen.want(!!runs && head?.status !== 'ended');
  }

  #fact(draft: Draft): void {
    if (!this.#ledger.head || this.#live.role === 'viewer') return;
    if (draft.cause === 'browser') this.#signs.note();
    this.#note([draft]);
    this.#sound();
    this.#scheduler.poke();
  }

  #chosen(protocolId?: string, playlistId?: string) {
    const { protocol, playlist } = this.#choice();
    const unknown = (what: string, id: string) =>
      new StillroomError('unknown', `There is no ${what} “${id}” among the offers.`);
    const found = {
      ...(protocolId !== undefined && { protocol: protocol(protocolId) }),
      ...(playlistId !== undefined && { playlist: playlist(playlistId) }),
    };
    if ('protocol' in found && !found.protocol) throw unknown('protocol', protocolId as string);
    const problem = this.offers.playlists.find(({ id }) => id === playlistId)?.problem;
    if (problem) throw new StillroomError('bad-playlist', problem);
    if ('playlist' in found && !found.playlist) throw unknown('playlist', playlistId as string);
    return found as { protocol?: NonNullable<typeof found.protocol>; playlist?: NonNullable<typeof found.playlist> };
  }

  #choice(): LoadedOffers {
    if (!this.#choices) throw new StillroomError('not-now', 'What can be chosen is still being read; wait for ready.');
    return this.#choices;
  }

  async #prepare(options: PrepareOptions): Promise<void> {
    mustBeAllowed('prepare', this.#ledger.head, this.#now());
    const { protocol: p, playlist: l, ...typed } = options;
    const prepared = this.#ledger.head?.status === 'prepared' && this.#ledger.head.pace === this.pace;
    const first = this.offers;
    const chosen = this.#chosen(
      p ?? (prepared ? undefined : first.protocols[0]?.id),
      l ?? (prepared ? undefined : (first.playlists.find(({ problem }) => !problem) ?? first.playlists[0])?.id),
    );
    const session = prepared ? undefined : randomId();
    const choices = {
      ...typed,
      ...chosen,
      session: session ?? '',
      seed: randomSeed(),
      pace: this.pace,
      volume: this.state.music.volume,
      version: this.#version,
    } as Commands['prepare'][0];
    // Checked before anything is left behind.
    if (session) decide(null, 'prepare', [choices], this.#now());
    if (session) this.#clock.start({ t: 0, pace: this.pace });
    void askPersist().then((persisted) => this.#refresh({ persisted }));
    return this.#run('prepare', [choices], session);
  }

  #volume(name: 'quieter' | 'louder' | 'setVolume', to: number): Promise<unknown> {
    const { head } = this.#ledger;
    const from = this.#slider?.volume ?? this.state.music.volume;
    const set = name === 'setVolume';
    if (set && !Number.isFinite(to))
      throw new StillroomError('bad-value', 'Please give the volume as a number from 0.1 to 1.');
    const volume = set ? clampVolume(to) : stepVolume(from, name === 'louder' ? 1 : -1);
    this.#music.setVolume(volume, set ? RESTS / 1000 : 4);
    void this.#journal.saveRoom({ volume });
    if (!head || head.status === 'ended') {
      this.#refresh({ volume });
      return Promise.resolve();
    }
    this.#live = { ...this.#live, volume };
    if (!set) {
      this.#slider?.rest();
      return this.#run(name, []);
    }
    return this.#slide(volume);
  }

  /** Journals a slider once, when it has come to rest; every call settles with that one entry. */
  #slide(volume: number): Promise<State> {
    const old = this.#slider;
    clearTimeout(old?.timer);
    let settle: (state: Promise<State>) => void = () => {};
    const settled = old?.settled ?? new Promise<State>((resolve) => (settle = resolve));
    const rest = old
      ? old.rest
      : () => {
          const last = this.#slider;
          this.#slider = null;
          if (!last) return;
          clearTimeout(last.timer);
          settle(this.#run('setVolume', [last.volume]).then(() => this.state));
        };
    this.#slider = { volume, timer: setTimeout(rest, RESTS), rest, settled };
    return settled;
  }

  async #leave(): Promise<void> {
    this.#ledger.load([]);
    this.#sound();
    await this.#journal.setCurrent(null);
    this.#refresh({}, true);
    this.#claim.post();
  }

  #takeUp(name: Method): Promise<unknown> {
    if (name !== 'resume' && name !== 'end')
      throw new StillroomError('not-now', 'This session was left open. Possible: resume, end.');
    this.#live = { ...this.#live, leftOpen: false };
    if (name === 'end') return this.#run('end', ['left-open']);
    this.#tick();
    this.#sound();
    this.#refresh({}, true);
    return Promise.resolve();
  }

  async #load(): Promise<void> {
    await this.#claim.ready;
    await this.#reread();
    await this.#sources;
    this.#loaded = true;
    this.#refresh({}, true);
    this.#scheduler.poke();
  }

  /** Takes the room up from what is stored: the wall clock is trusted, the music waits at its place. */
  async #reread(): Promise<void> {
    const { entries, place, room } = await this.#journal.load();
    const before = this.#ledger.head?.id;
    this.#ledger.load(entries);
    const { head } = this.#ledger;
    const last = place && place.session === head?.id && place.t >= head.t ? place : head?.anchor;
    if (head && last && head.id !== before) this.#clock.resume({ t: last.t, at: last.at, pace: head.pace });
    const running = head?.status === 'open' || head?.status === 'closing';
    this.#live = {
      ...this.#live,
      volume: head?.volume ?? room.volume ?? FIRST_VOLUME,
      leftOpen: !!running && !!last && Date.now() - last.at > LEFT_OPEN,
    };
    this.#music.setVolume(this.#live.volume, 0);
    if (place?.track && place.session === head?.id)
      this.#music.resumeAt({ track: place.track, position: place.position });
    this.#stored();
    this.#sound();
  }

  /** This window has become the room's owner, or no longer is. */
  #owned(): void {
    const { role } = this.#claim;
    if (role === this.#live.role) return;
    this.#live = { ...this.#live, role };
    if (this.#loaded) void this.#reread().then(() => this.#refresh({}, true));
  }

  /** Another window of the room wrote something: a viewer shows it. */
  #follow(): void {
    if (this.#live.role === 'viewer' && this.#loaded) void this.#reread().then(() => this.#refresh({}, true));
  }

  #stored(): void {
    const { storage } = this.#journal;
    if (storage === this.#live.storage) return;
    this.#refresh({ storage });
    // The disk did not answer at the start, and does now: a session may be waiting on it.
    if (storage === 'durable' && this.#loaded && !this.#ledger.head)
      void this.#reread().then(() => this.#refresh({}, true));
    if (storage === 'failing')
      this.#problem('storage', 'Nothing can be saved at the moment. The session goes on and is kept in memory.', false);
  }

  /**
   * Writes what time has brought and says when it brings more.
   * @returns ms until then, `null` when nothing is to come
   */
  #tick(): number | null {
    const { head } = this.#ledger;
    if (!head || !this.#loaded || this.#live.role === 'viewer' || this.#live.leftOpen) return null;
    this.#lookAtClock();
    const { pace } = head;
    let next = agenda(head, this.#clock.now(), this.#typing);
    while (next && next.t <= this.#clock.now()) {
      this.#note(next.drafts);
      next = agenda(this.#ledger.head ?? head, this.#clock.now(), this.#typing);
    }
    if (this.#ledger.head !== head) this.#sound();
    const t = this.#clock.now();
    const until = this.state.undoable?.until ?? Infinity;
    if (until < t) this.#refresh({}, true);
    const running = head.status === 'open' || head.status === 'closing';
    if (running) this.#keepPlace();
    if (head.status === 'ended' && performance.now() - this.#touched >= LEAVES_AFTER) {
      void this.#leave();
      return null;
    }
    return Math.min(
      next ? (next.t - t) / pace : Infinity,
      until >= t ? (until - t) / pace + 1 : Infinity,
      running ? HEARTBEAT : LEAVES_AFTER,
    );
  }

  #lookAtClock(): void {
    const event = this.#clock.check();
    if (!event) return;
    const draft: Draft =
      event.kind === 'slept'
        ? { type: 'slept', cause: 'device', data: { from: event.from, to: event.to, certain: event.certain } }
        : { type: 'clock-stepped', cause: 'device', data: { by: event.by } };
    this.#note([draft]);
  }

  #keepPlace(): void {
    const { head } = this.#ledger;
    if (!head || performance.now() - this.#beat < HEARTBEAT - 50) return;
    this.#beat = performance.now();
    const { track, position } = this.#music.heard;
    const { t, at } = this.#now();
    this.#journal.keepPlace({ session: head.id, track, position, t, at });
    // A new position alone is no change to tell of.
    this.#publish();
  }

  #now(): Now {
    return { t: this.#clock.now(), at: Date.now(), heard: this.#music.heard };
  }

  #durable(entries: readonly Entry[]): void {
    this.#publish();
    const { record } = this.#ledger;
    for (const entry of entries) for (const event of eventsOf(entry, this.state, record)) this.#emit(event);
    this.#claim.post();
  }

  #publish(): void {
    const { storage } = this.#journal;
    const { blocked, position, next } = this.#music;
    const { screen } = this.#screen;
    const { role } = this.#claim;
    const { record } = this.#ledger;
    const secure = globalThis.isSecureContext !== false;
    const music = record?.playlist.id !== 'silence';
    const live = { ...this.#live, storage, blocked, position, next, screen, role };
    this.#live = {
      ...live,
      preflight: record?.status === 'prepared' ? preflight({ secure, storage, screen, music, blocked }) : [],
    };
    this.state = stateOf(record, this.#live, this.#now());
  }

  /** A live part has changed: the state is replaced, and said to have changed if it shows. */
  #refresh(change: Partial<Live> = {}, sure = false): void {
    const before = JSON.stringify({ ...this.#live, position: 0 });
    this.#live = { ...this.#live, ...change };
    this.#publish();
    if (sure || before !== JSON.stringify({ ...this.#live, position: 0 }))
      this.#emit({ type: 'still-change', detail: { entry: null, state: this.state }, seq: null });
  }

  #problem(code: string, message: string, recovered: boolean): void {
    this.#emit({ type: 'still-problem', detail: { code, message, recovered }, seq: null });
  }

  #emit(event: RoomEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
