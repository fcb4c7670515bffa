import im from '../../../playlists/protocols/im.json';
import iv from '../../../playlists/protocols/iv.json';
import lozenge from '../../../playlists/protocols/lozenge.json';
import nasal from '../../../playlists/protocols/nasal.json';
import { en } from '../../../src/locales/en.js';
import { typed } from '../../../src/session/typed.js';
import { agenda } from '../../../src/session/agenda.js';
import {
  StillroomError,
  decide,
  dosesOf,
  fold,
  mustBeAllowed,
  placeOf,
  publicPart,
  stamp,
  staffAfter,
  stateOf,
  stepVolume,
  type CommandName,
  type Draft,
  type Entry,
  type Live,
  type Playlist,
  type Protocol,
  type Session,
} from '../../../src/session/index.js';
import { defineViews, styles, type Face } from '../../../src/views/index.js';

type Write<T> = { -readonly [K in keyof T]: T[K] };

/** Text that would do harm anywhere it were taken for markup. */
export const HOSTILE = '<img src=x onerror="alert(1)">';

export const playlist: Playlist = {
  id: 'long-light',
  title: 'Long light',
  creator: null,
  tracks: ['Tide', 'A low sun', HOSTILE, 'Slate and heather', 'Home by water'].map((title, i) => ({
    id: `piece-${i}`,
    title,
    creator: i ? 'Ensemble of the North Quay' : null,
    location: [`piece-${i}.opus`],
    duration: 300_000,
    phases: [],
    intensity: 2,
    loudness: null,
    peak: null,
    vocals: 'none',
    license: null,
  })),
};

export const protocols = { im, iv, lozenge, nasal } as unknown as Record<string, Protocol>;

const START = Date.UTC(2026, 4, 5, 13, 0);

/** A room without storage or sound, on a clock that only moves when told: the real session behind the real views. */
export class FakeRoom {
  t = 0;
  entries: Entry[] = [];
  session: Session | null = null;
  /** Every command that was sent, in order. */
  sent: unknown[][] = [];
  held = new Set<string>();
  /** What the next command is refused with. */
  refuse: string | null = null;
  /** Hears commands and does nothing. */
  deaf = false;
  live: Write<Live> = {
    room: 'room',
    storage: 'durable',
    role: 'owner',
    screen: 'awake',
    persisted: true,
    preflight: [],
    blocked: false,
    soundless: false,
    leftOpen: false,
    unexported: 0,
    locked: false,
    sealed: false,
    unsealable: false,
    sealable: false,
    position: 0,
    next: null,
    volume: 0.35,
  };
  attributes: Write<Face['attributes']> = { theme: 'auto', numerals: 'always' };
  offers: Face['offers'] = {
    protocols: Object.values(protocols).map(({ id, title }) => ({ id, title })),
    playlists: [
      { id: 'long-light', title: 'Long light', problem: null },
      { id: 'quiet-water', title: HOSTILE, problem: null },
      {
        id: 'broken',
        title: 'music/old-list.jspf',
        problem: 'music/old-list.jspf, track: a list of tracks was expected.',
      },
      { id: 'silence', title: 'No music', problem: null },
    ],
  };
  pace = 1;
  onChange = () => {};

  get state() {
    return stateOf(this.session, this.live, this.#now());
  }

  #now() {
    return { t: this.t, at: START + this.t };
  }

  get clock(): Face['clock'] {
    const since = (t: number | null | undefined) => (t == null ? null : Math.max(0, this.t - t));
    const doses = () => (this.session ? dosesOf(this.session) : []);
    const visit = () => this.session?.visits.at(-1);
    const times = {
      now: () => this.session && this.t,
      openFor: () => since(this.session?.openedAt?.t),
      sinceDose: () => since(doses()[0]?.t),
      sinceLastDose: () => since(doses().at(-1)?.t),
      phaseFor: () => since(visit()?.enteredAt),
      phaseLeft: () => {
        const endsAt = visit()?.endsAt;
        return endsAt == null ? null : Math.max(0, endsAt - this.t);
      },
    };
    const clock = { wall: (t: number) => START + t };
    for (const [name, get] of Object.entries(times)) Object.defineProperty(clock, name, { get });
    return clock as Face['clock'];
  }

  get face(): Face {
    return {
      state: this.state,
      clock: this.clock,
      offers: this.offers,
      words: en,
      attributes: { ...this.attributes },
      send: (name, ...args) => this.send(name, ...args),
      read: async () => this.entries,
      export: async (...args) => {
        this.sent.push(['export', ...args]);
        if (this.refuse) throw new StillroomError('locked', this.refuse);
        // A download takes the focus out of the page in Firefox.
        if (this.deaf) return undefined as never;
        const data = { format: 'json', parts: 'all' } as const;
        this.append([{ type: 'exported', cause: 'person', data }]);
        this.onChange();
        return new Blob(['{}']);
      },
      agreed: async () => typed(this.entries).touch,
      hold: (id, held) => void (held ? this.held.add(id) : this.held.delete(id)),
    };
  }

  append(drafts: readonly Draft[], id = this.session?.id ?? 's1'): void {
    const place = this.session ? placeOf(this.session) : { session: id, seq: 0, t: this.t };
    this.entries.push(...stamp(drafts, place, this.#now(), `c${this.sent.length}`, staffAfter(this.entries)));
    this.session = fold(this.entries.map(publicPart));
  }

  async send(name: string, ...args: unknown[]) {
    this.sent.push([name, ...args]);
    if (this.refuse) throw new StillroomError('bad-value', this.refuse);
    if (this.deaf) return this.state;
    if (name === 'leave' || name === 'erase') [this.entries, this.session] = [[], null];
    else if (/^((un)?lock|seal)$/.test(name)) {
      const locked = name === 'lock';
      const sealed = this.live.sealed || name === 'seal';
      Object.assign(this.live, { locked, sealed, sealable: !locked && !sealed });
    } else if (name === 'resume') this.live.leftOpen = false;
    else if (name === 'listen') mustBeAllowed('listen', this.session, this.#now());
    else if (/quieter|louder|setVolume/.test(name) && !this.session) {
      const by = name === 'louder' ? 1 : -1;
      this.live.volume = name === 'setVolume' ? Number(args[0]) : stepVolume(this.live.volume, by);
    } else this.#do(name, args);
    this.onChange();
    return this.state;
  }

  #do(name: string, args: unknown[]): void {
    const first = (args[0] ?? {}) as Record<string, string>;
    const look = {
      ...(first.protocol && { protocol: protocols[first.protocol] }),
      ...(first.playlist && { playlist }),
    };
    if (name === 'prepare') {
      const anew = {
        protocol: protocols.im,
        playlist,
        session: 's1',
        seed: 1,
        pace: this.pace,
        volume: 0.35,
        version: '0',
      };
      if (this.session?.status === 'ended') this.session = ((this.entries = []), null);
      args = [{ ...(this.session ? {} : anew), ...first, ...look }];
    }
    if (name === 'change') args = [{ ...first, ...look }];
    if (name === 'open') args = [[]];
    const now = { ...this.#now(), heard: { track: this.session?.music.plays.at(-1)?.track ?? null, position: 1 } };
    this.append(decide(this.session, name as CommandName, args as never, now));
    this.#agenda();
  }

  #agenda(): void {
    for (let next; this.session && (next = agenda(this.session, this.t, this.held)) && next.t <= this.t;)
      this.append(next.drafts);
  }

  /** Session time goes on. */
  pass(minutes: number): void {
    const until = this.t + minutes * 60_000;
    for (let next; this.session && (next = agenda(this.session, this.t, this.held)) && next.t <= until;) {
      this.t = Math.max(this.t, next.t);
      this.append(next.drafts);
    }
    this.t = until;
    this.onChange();
  }

  /** A piece of music begins. */
  plays(track: number): void {
    this.append([
      {
        type: 'track-started',
        cause: 'time',
        data: { track: `piece-${track}`, position: 0, source: 'file', why: 'phase' },
      },
    ]);
    this.onChange();
  }
}

type Shown = HTMLElement & { face: Face; updateComplete: Promise<unknown> };

/** Nothing moves, so that what is measured is what will be seen. */
const still = new CSSStyleSheet();
still.replaceSync('.face, .face * { transition: none !important; animation: none !important }');

/** The tag's shadow root around a face, on this room, as the tag itself does it. */
export async function show(room: FakeRoom, { covers = false } = {}): Promise<Shown> {
  defineViews('0');
  document.querySelectorAll('.shown').forEach((old) => old.remove());
  const host = document.createElement('div');
  host.className = 'shown';
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [...styles.map((style) => style.styleSheet as CSSStyleSheet), still];
  const cover = document.createElement('div');
  cover.className = 'cover';
  const face = document.createElement('still-room-face') as Shown;
  room.onChange = () => (face.face = room.face);
  room.onChange();
  cover.append(face);
  root.append(cover);
  document.body.append(host);
  if (covers) {
    cover.popover = 'manual';
    cover.showPopover();
  }
  await settled(face);
  return face;
}

/** All inner views have rendered. */
export async function settled(face: HTMLElement): Promise<void> {
  type Waits = HTMLElement & { updateComplete?: Promise<unknown> };
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve));
    await (face as Waits).updateComplete;
    for (const each of face.querySelectorAll<Waits>('*')) await each.updateComplete;
  }
}

/** What axe looks at: the whole tag. */
export const host = (face: HTMLElement): HTMLElement => (face.getRootNode() as ShadowRoot).host as HTMLElement;

const words = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';

/** The buttons that read so, first those that can be seen. */
export const buttons = (face: HTMLElement, reads: string): HTMLElement[] =>
  [...face.querySelectorAll<HTMLElement>('button, summary')]
    .filter((each) => words(each) === reads)
    .sort((a, b) => Number(b.checkVisibility()) - Number(a.checkVisibility()));

/** Presses the button that reads so and waits for what it brings. */
export async function press(face: HTMLElement, reads: string): Promise<void> {
  const [button] = buttons(face, reads);
  if (!button)
    throw new Error(`No button “${reads}”, but ${[...face.querySelectorAll('button')].map(words).join(', ')}`);
  button.click();
  await settled(face);
}

/** A first touch. */
export async function wake(face: HTMLElement): Promise<void> {
  face.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  face.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
  await settled(face);
}

/** Fills in the field with this name. */
export function type(face: HTMLElement, name: string, value: string): void {
  const field = [...face.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)].find((each) => each.checkVisibility());
  if (!field) throw new Error(`No field “${name}” to be seen.`);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Where a session may stand, by name: what leads there. */
export const scenes = {
  idle: async (_: FakeRoom) => {},
  prepared: async (room: FakeRoom) => {
    await room.send('prepare', { protocol: 'im', playlist: 'long-light', code: 'KQ7TR', touch: 'hand', staff: 'MB' });
    room.live.preflight = [
      { id: 'tracks', status: 'working', progress: 0.6 },
      { id: 'storage', status: 'ok', progress: null },
      { id: 'screen', status: 'warning', progress: null },
      { id: 'headphones', status: 'ask', progress: null },
    ];
  },
  settling: async (room: FakeRoom) => {
    await scenes.prepared(room);
    await room.send('open');
    room.live.preflight = [];
    room.plays(0);
    room.pass(3);
  },
  deep: async (room: FakeRoom) => {
    await scenes.settling(room);
    await room.send('dose', { amount: '60 mg' });
    room.pass(6);
    room.plays(2);
    await room.send('mark', 'a word');
    await room.send('note', 'a note');
    room.pass(24.5);
  },
  stayed: async (room: FakeRoom) => {
    await scenes.deep(room);
    await room.send('stay');
  },
  dwelling: async (room: FakeRoom) => {
    await room.send('prepare', { protocol: 'lozenge' });
    await room.send('dose', {});
    room.pass(3);
  },
  silent: async (room: FakeRoom) => {
    await scenes.deep(room);
    await room.send('silence');
  },
  blocked: async (room: FakeRoom) => {
    await scenes.deep(room);
    room.live.blocked = true;
  },
  doubted: async (room: FakeRoom) => {
    await scenes.deep(room);
    room.append([{ type: 'slept', cause: 'device', data: { from: room.t - 1000, to: room.t, certain: false } }]);
  },
  attending: async (room: FakeRoom) => {
    await scenes.deep(room);
    await room.send('attend', true);
  },
  away: async (room: FakeRoom) => {
    await scenes.deep(room);
    await room.send('away', true);
  },
  closing: async (room: FakeRoom) => {
    await scenes.deep(room);
    await room.send('close');
  },
  ended: async (room: FakeRoom) => {
    await scenes.closing(room);
    await room.send('end');
  },
  leftOpen: async (room: FakeRoom) => {
    await scenes.deep(room);
    room.live.leftOpen = true;
  },
  locked: async (room: FakeRoom) => {
    await scenes.ended(room);
    await room.send('lock');
  },
  sealed: async (room: FakeRoom) => {
    await scenes.prepared(room);
    room.live.sealable = true;
  },
};

/** A face on a session that stands there; its commands are counted from now on. */
export async function at(scene: keyof typeof scenes, change: (room: FakeRoom) => unknown = () => {}) {
  const room = new FakeRoom();
  await scenes[scene](room);
  await change(room);
  room.sent = [];
  const face = await show(room, { covers: /settling|deep|stayed|dwelling|silent|blocked|away/.test(scene) });
  return { room, face };
}
