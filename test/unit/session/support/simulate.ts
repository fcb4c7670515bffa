import {
  MINUTE,
  agenda,
  apply,
  decide,
  fold,
  freeze,
  placeOf,
  publicPart,
  staffAfter,
  stamp,
  stateOf,
  type CommandName,
  type Commands,
  type Draft,
  type Entry,
  type EntryOf,
  type EntryType,
  type Playlist,
  type Protocol,
  type PublicEntry,
  type Session,
  type State,
} from '../../../../src/session/index.js';
import { list, live, plan } from './fixtures.js';

/** Wall clock at session time 0, ms since the epoch. */
export const BEGAN = Date.UTC(2026, 2, 14, 9, 30);

/** A room without storage, sound or a page: a journal, a clock that a test moves, and the rules of the session. */
export class Simulation {
  session: Session | null = null;
  entries: Entry[] = [];
  /** Session time, ms. */
  t = 0;
  /** Check-ins that hold something half typed. */
  typing = new Set<string>();
  pace = 1;
  #calls = 0;

  get state(): State {
    return stateOf(this.session, live, this.now);
  }

  get now() {
    return { t: this.t, at: BEGAN + this.t / this.pace };
  }

  /** Session time in minutes. */
  get minute(): number {
    return this.t / MINUTE;
  }

  prepare(choices: Partial<Commands['prepare'][0]> & { protocol?: Protocol; playlist?: Playlist } = {}): this {
    this.pace = choices.pace ?? 1;
    return this.do('prepare', {
      session: 's',
      protocol: plan,
      playlist: list,
      seed: 7,
      pace: 1,
      volume: 0.35,
      version: '0',
      ...choices,
    });
  }

  /** What a call comes to, now. Its session is frozen first: nobody may write on it. */
  do<N extends CommandName>(name: N, ...args: Commands[N]): this {
    return this.write(decide(freeze(this.session), name, freeze(args), this.now), `call-${this.#calls++}`);
  }

  write(drafts: readonly Draft[], cmd?: string): this {
    const place = this.session ? placeOf(this.session) : { session: 's', seq: 0, t: 0 };
    const stamped = stamp(drafts, place, this.now, cmd, staffAfter(this.entries));
    this.entries.push(...stamped);
    for (const entry of stamped) this.session = apply(freeze(this.session), publicPart(entry));
    return this;
  }

  /** Lets minutes of session time pass, awake for everything they bring. */
  wait(minutes: number): this {
    return this.until(this.minute + minutes);
  }

  until(minute: number): this {
    const end = Math.round(minute * MINUTE);
    for (;;) {
      this.catchUp();
      const next = this.session && agenda(freeze(this.session), this.t, this.typing);
      if (!next || next.t > end) break;
      this.t = Math.max(this.t, next.t);
    }
    this.t = end;
    return this.catchUp();
  }

  /** Lets minutes pass while nothing runs; what they brought is written afterwards. */
  sleep(minutes: number): this {
    this.t += minutes * MINUTE;
    return this.catchUp();
  }

  catchUp(): this {
    for (let i = 0; ; i++) {
      const next = this.session && agenda(freeze(this.session), this.t, this.typing);
      if (!next || next.t > this.t) return this;
      if (i > 2000) throw new Error(`Time never ends at ${JSON.stringify(next)}`);
      this.write(next.drafts);
    }
  }

  of<T extends EntryType>(type: T): EntryOf<T>[] {
    return this.entries.filter((entry) => entry.type === type) as unknown as EntryOf<T>[];
  }

  get last(): Entry {
    return this.entries.at(-1)!;
  }

  checkIn(id: string) {
    return this.state.checkIns.find((each) => each.id === id);
  }

  /** Ids of check-ins of a status. */
  ids(status: State['checkIns'][number]['status']): string[] {
    return this.state.checkIns.filter((each) => each.status === status).map(({ id }) => id);
  }

  get folded(): Session | null {
    return fold(this.entries.map(publicPart));
  }

  /** Everything that is public of the journal. */
  get public(): PublicEntry[] {
    return this.entries.map(publicPart);
  }
}

/** A session prepared by this protocol. */
export const prepared = (protocol: Protocol = plan, pace = 1) => new Simulation().prepare({ protocol, pace });

/** A session opened at minute 0, dosed at this minute. */
export const dosed = (protocol: Protocol = plan, minute = 0, pace = 1) =>
  prepared(protocol, pace).do('open').until(minute).do('dose');

/** The code a call is refused with, or `null`. */
export function refusal(call: () => unknown): string | null {
  try {
    call();
    return null;
  } catch (error) {
    const { name, code } = error as { name: string; code: string };
    return name === 'StillroomError' ? code : `not a refusal: ${error}`;
  }
}
