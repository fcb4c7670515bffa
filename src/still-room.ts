import { html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { CommandsElement, send } from './tag/commands.js';
import { en } from './locales/en.js';
import { idle, type Method, type Offers, type SessionClock } from './room/index.js';
import { stateOf, type Entry, type State } from './session/index.js';
import { attributes, holdAttributes } from './tag/attributes.js';
import { covers, lift, markDark } from './tag/cover.js';
import { dress } from './tag/dress.js';
import { createStay } from './tag/stay.js';
import { defineViews, styles } from './views/index.js';

declare const __VERSION__: string;

/**
 * The environment of one medication session: music in phases that never stops or startles, one clock counted from the
 * dose, quiet check-ins, and a journal that loses nothing. Plays, keeps time and records; measures and judges nothing.
 *
 * @summary `<still-room>` runs the environment of a medication session.
 * @tag still-room
 *
 * @attr {string} room - Which room; two rooms on one origin share nothing. Default `room`.
 * @attr {string} playlists - Space-separated addresses of playlists (JSPF or M3U8). Default: the built-in soundscapes.
 * @attr {string} protocols - Space-separated built-in ids (`im iv lozenge nasal open`) and addresses. Default: all built-in.
 * @attr {boolean} inline - Stay in the page's flow while a session is open.
 * @attr {'auto' | 'day' | 'dusk' | 'night'} theme - Default `auto`, which follows the session.
 * @attr {'always' | 'touch' | 'never'} numerals - When the minutes are shown. Default `always`.
 * @attr {number} max-volume - Ceiling of the volume, 0 to 1. Default 0.8.
 * @attr {number} keep-days - Exported sessions older than so many days are erased at the start. Default 30.
 * @attr {number} lock-after - What is private hides after so many minutes untouched. Default 0: never.
 * @attr {number} pace - Rehearsal: the session clock runs so many times faster, 1 to 600. Default 1.
 *
 * @cssprop [--still-ink=#2e2925] - Text by day. Dusk and night have inks and grounds of their own.
 * @cssprop [--still-ground=#f8f4ed] - Background by day.
 * @cssprop [--still-line=#ddd3c6] - Hairlines and borders by day.
 * @cssprop [--still-glow=#8a4b2d] - The one accent: primary action, focus ring; warms dusk and night without lighting them.
 * @cssprop [--still-font=system-ui, sans-serif] - Typeface of everything.
 * @cssprop [--still-radius=14px] - Corners of buttons, fields and cards.
 *
 * @csspart cover - What lies over the viewport while a session is open.
 * @csspart face - The face that fits the state.
 * @csspart display - The quiet display.
 * @csspart arc - The arc that spans the session.
 * @csspart light - The light on it.
 * @csspart numerals - The minutes since the dose.
 * @csspart hint - That a check-in waits, while the controls sleep.
 * @csspart console - Controls and check-ins, which wake and sink.
 * @csspart controls - Every live move.
 * @csspart group - One group of moves.
 * @csspart card - A check-in.
 * @csspart button - Every button.
 * @csspart primary - The one primary action before a session.
 * @csspart field - A field to type in.
 * @csspart choice - An offer to choose.
 * @csspart prepare - The page before a session.
 * @csspart preflight - What to see to before the dose.
 * @csspart lock - What is shown in the place of what is hidden, with the way back.
 * @csspart attend - The bright face of stop and attend.
 * @csspart closing - The page after a session.
 * @csspart keeping - Export and erase, after a session.
 * @csspart timeline - What happened, in order.
 * @csspart rehearsal - The word that says that it is one.
 * @csspart message - What was refused, in a sentence.
 *
 * @fires {CustomEvent} still-change - `{entry, state}`: any change; `entry` is null where a live part changed.
 * @fires {CustomEvent} still-phase - `{phase}`: a phase was entered.
 * @fires {CustomEvent} still-track - `{track}`: another piece is heard.
 * @fires {CustomEvent} still-check-in - `{checkIn}`: a check-in fell due, was answered, skipped, deferred, or lapsed.
 * @fires {CustomEvent} still-end - `{state}`: the record ended.
 * @fires {CustomEvent} still-offers - `{offers}`: what can be chosen has been read.
 * @fires {CustomEvent} still-problem - `{code, message, recovered}`: something failed.
 *
 * @since 0.1.0
 */
export class StillRoom extends CommandsElement {
  /** Of Stillroom. @since 0.1.0 */
  static readonly version: string = __VERSION__;

  /** What a class of a page's own adds to; it cannot leave them out. */
  static override styles: CSSResultGroup = styles;

  static override properties: PropertyDeclarations = attributes;

  /** @internal Before Lit makes accessors of a class's own properties. */
  protected static override finalize(): void {
    if (Object.hasOwn(this, 'properties')) holdAttributes(this.prototype, this.properties);
    super.finalize();
  }

  /** Which room. Setting it anew leaves the old one as if the element had been removed. */
  declare room: string;
  /** Addresses of playlists, space-separated; as a property also an array of addresses and playlist objects. */
  declare playlists: string | readonly unknown[] | null;
  /** Built-in ids and addresses of protocols, space-separated; as a property also an array with protocol objects. */
  declare protocols: string | readonly unknown[] | null;
  /** Stay in the page's flow while a session is open; otherwise the tag covers the viewport from `open()` on. */
  declare inline: boolean;
  /** `auto` follows the session: day before, dusk during, dusk after the end. */
  declare theme: 'auto' | 'day' | 'dusk' | 'night';
  /** When the minutes are shown on the display. */
  declare numerals: 'always' | 'touch' | 'never';
  /** Ceiling of the volume, 0 to 1; nothing gets past it. */
  declare maxVolume: number;
  /**
   * Sessions exported longer ago than so many days are erased at the start, once the page is painted and at rest. Those of
   * which something was never exported stay. 0: at the next start; less, or no number: never.
   */
  declare keepDays: number;
  /** Rehearsal: the session clock runs this many times faster, 1 to 600. Read by `prepare()` alone. */
  declare pace: number;
  /** Minutes left untouched after which what is private hides in this window; 0: never. See `lock()`. */
  declare lockAfter: number;

  readonly #stay = createStay(this, StillRoom.version, () => {
    this.#told = true;
    this.requestUpdate();
  });
  /** The room has something new to show. */
  #told = false;
  /** The room whose page was told last that it is covered, or not. */
  #marked = '';

  constructor() {
    super();
    // Each its default.
    for (const name of Object.keys(attributes)) this[name as 'playlists'] = null;
    for (const touch of ['pointerdown', 'keydown', 'wheel'])
      this.addEventListener(touch, () => this.#stay.room?.touch(), { capture: true, passive: true });
  }

  /**
   * Registers the tag; a tag that is taken already is left alone. Where a page has loaded another version before, that one
   * serves the tag, and a warning in the browser's console names both.
   * @param tag default `still-room`
   * @param registry default the page's
   */
  static define(tag = 'still-room', registry: CustomElementRegistry = customElements): void {
    const { version } = StillRoom;
    const faces = defineViews(version);
    const taken = registry.get(tag) as { version?: string } | undefined;
    // A class can be registered once; under any other tag it is a class of its own.
    const own = tag === 'still-room' && registry === customElements;
    if (!taken) registry.define(tag, own ? StillRoom : class extends StillRoom {});
    const first = taken?.version ?? faces;
    if (first && first !== version)
      // eslint-disable-next-line no-console -- whoever wrote the page looks there
      console.warn(`Stillroom ${version} was loaded after ${first}, which serves <${tag}>. Load one version only.`);
  }

  /** @internal Ours, and after them what a class of a page's own adds. */
  static override finalizeStyles(added: CSSResultGroup = []) {
    return super.finalizeStyles([styles, added]);
  }

  /** Everything a page may know of the room: frozen, replaced on each change, nothing private in it. */
  get state(): State {
    return this.#stay.room?.state ?? stateOf(null, idle(this.room), { t: 0, at: 0 });
  }

  /** Times of the session in ms, right at the moment of reading; null where there is none. */
  get clock(): SessionClock | null {
    return this.#stay.room?.clock ?? null;
  }

  /** What can be chosen; `problem` says why a list cannot be used. */
  get offers(): Offers {
    return this.#stay.room?.offers ?? { protocols: [], playlists: [] };
  }

  /** Settled when the journal is loaded and the offers are known. Methods called before it wait. */
  get ready(): Promise<void> {
    return this.#stay.joined().then((room) => room.ready);
  }

  /**
   * The whole journal of a session, private parts included.
   * @throws `unknown`; `locked` while a room with a passphrase is
   */
  read(sessionId: string): Promise<Entry[]> {
    return this.#stay.joined().then((room) => room.read(sessionId));
  }

  /** The sessions on this device, newest first; `code` is null while locked. @param options `before`: a session id; `limit`; `code` */
  sessions(options?: { before?: string; limit?: number; code?: string }) {
    return this.#stay.joined().then((room) => room.sessions(options));
  }

  /**
   * A copy of a session to take away; journalled as `exported`. Holds what was typed, in clear.
   * @param format `json`: described by `stillroom/session.schema.json`, and what `import` reads
   * @param options `parts`: `chart` (doses, medicines, vitals and other answers, notes for the record, times; nothing of
   * process notes), `notes` (every note, marks and what was playing, the intention) or `all`, the default, which alone can
   * be imported
   * @throws `unknown`, `bad-value` for another format or part, `locked`
   */
  export(sessionId: string, format: string, options?: { parts?: 'chart' | 'notes' | 'all' }): Promise<Blob> {
    return this.#stay.joined().then((room) => room.export(sessionId, format, options));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // What was set before the upgrade, the room too, is known only when it is drawn first.
    if (!this.hasUpdated) return;
    this.#stay.enter();
    lift(this);
  }

  /** Moved into another document, it has lost its styles. */
  adoptedCallback(): void {
    if (this.shadowRoot) this.#dress(this.shadowRoot);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A moved element is no removed one.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#stay.leave();
      this.#marked = '';
    });
  }

  /** @internal */
  override async [send](name: Method, ...args: unknown[]): Promise<State> {
    // Nothing is awaited where there is a room: what sounds has to begin inside the touch.
    const room = this.#stay.room ?? (await this.#stay.joined());
    room.pace = this.pace;
    return room.send(name, ...args);
  }

  protected override createRenderRoot(): ShadowRoot {
    const { shadowRootOptions } = this.constructor as typeof StillRoom;
    const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
    this.#dress(root);
    return root;
  }

  #dress(root: ShadowRoot): void {
    dress(root, (this.constructor as typeof StillRoom).elementStyles);
  }

  /** What is drawn keeps no command waiting: it is acknowledged first. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.#told) await new Promise((resolve) => setTimeout(resolve));
    this.#told = false;
    await super.scheduleUpdate();
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.#stay.enter();
    this.#stay.ask();
  }

  protected override updated(): void {
    lift(this);
  }

  protected override render() {
    const { room } = this.#stay;
    // A reload must not show the page before a session first, which is bright.
    if (!room?.taken) return nothing;
    const { state } = room;
    const face = {
      state,
      clock: room.clock,
      offers: room.offers,
      words: en,
      attributes: { theme: this.theme, numerals: this.numerals },
      send: (name: string, ...args: unknown[]) => this[send](name as Method, ...args),
      read: (session: string) => room.read(session),
      export: (session: string, format: string) => room.export(session, format),
      agreed: () => room.agreed(),
      hold: (id: string, held: boolean) => room.hold(id, held),
    };
    const dark = !this.inline && covers(state);
    const mark = `${dark} ${room.name}`;
    if (mark !== this.#marked) markDark(room.name, dark);
    this.#marked = mark;
    return html`<div class="cover" part="cover" popover=${dark ? 'manual' : nothing}>
      <still-room-face .face=${face}></still-room-face>
    </div>`;
  }
}
