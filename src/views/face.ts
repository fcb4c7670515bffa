import { html, nothing, type PropertyValues } from 'lit';
import type { State } from '../session/types.js';
import { announce } from './announce.js';
import { attending } from './attend.js';
import { chosen } from './chosen.js';
import type { Face as Given } from './face.types.js';
import { modeOf, themeOf, type Mode } from './modes.js';
import { CHOICES } from './prepare.js';
import { MINUTE, View } from './view.js';

/** Controls sink away after this long untouched, ms. */
const SINKS = 20_000;
/** A second dose within this time of the first touch is a double tap, ms. */
const DOUBLE = 1500;

/** The root of all faces: shows the one that fits the state, wakes and sinks the controls, and says what was refused. */
export class Face extends View {
  static override properties = {
    ...View.properties,
    awake: { state: true },
    message: { state: true },
    daylight: { state: true },
    touch: { state: true },
  };

  declare awake: boolean;
  declare message: string;
  declare daylight: boolean;
  /** The touch agreed on, read when someone has to know it. */
  declare touch: string | undefined;

  #given!: Given;
  #mode: Mode | undefined;
  #before: State | undefined;
  #waking = false;
  #shown = 0;
  #dosed = -DOUBLE;
  #sink: ReturnType<typeof setTimeout> | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.tick = 0;
    this.awake = this.daylight = false;
    this.message = '';
    this.addEventListener('pointerdown', this.#pointer, true);
    this.addEventListener('click', this.#click, true);
    this.addEventListener('input', () => this.awake && this.#wake());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ownerDocument.addEventListener('keydown', this.#key, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.ownerDocument.removeEventListener('keydown', this.#key, true);
    clearTimeout(this.#sink);
    clearTimeout(this.#next);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('face') && this.face.send !== this.#send) {
      this.#given = this.face as Given;
      this.face = { ...this.#given, send: this.#send };
    }
    const mode = modeOf(this.state);
    if (mode === this.#mode) return;
    // Whoever has just begun sees what there is; whoever reloads in the dark stays in the dark.
    if (mode === 'stage' && this.#mode) this.#wake();
    else this.awake = false;
    this.#mode = mode;
    this.#shown = performance.now();
    this.daylight = false;
    this.touch = undefined;
    const { session } = this.state;
    if (mode === 'attend' && session) void this.face.read(session).then((entries) => (this.touch = chosen(entries).touch));
  }

  protected override render() {
    const { state, face, tick, awake } = this;
    const mode = this.#mode as Mode;
    const hides = mode === 'away' || mode === 'left';
    const { theme } = face.attributes;
    const auto = this.daylight ? 'day' : themeOf(state, mode);
    const last = (state.protocol?.phases.length ?? 0) - 1;
    const tint = Math.round(((state.phase?.index ?? 0) / Math.max(last, 1)) * 5);
    return html`<div
      part="face"
      class="face ${mode} ${theme === 'auto' || mode === 'attend' ? auto : theme} tint-${tint} ${awake ? 'awake' : 'asleep'}"
    >
      ${mode === 'stage' || mode === 'away'
        ? html`<still-room-display part="display" .face=${face} .tick=${tick} .awake=${awake}></still-room-display>`
        : nothing}
      <p part="rehearsal" ?hidden=${!state.rehearsal}>${this.say('rehearsal')}</p>
      ${mode === 'left' ? html`<p>${this.say('leftOpen')}</p>${this.act('resume')}${this.act('end')}` : nothing}
      ${mode === 'prepare' ? html`<still-room-prepare part="prepare" .face=${face}></still-room-prepare>` : nothing}
      ${mode === 'attend' ? attending(this, this.touch) : nothing}
      ${mode === 'close' || mode === 'end'
        ? html`<still-room-closing part="closing" .face=${face} .tick=${tick}></still-room-closing>`
        : nothing}
      <div part="console" tabindex="-1" ?hidden=${hides}>
        <still-room-check-ins part="check-ins" .face=${face} .tick=${tick}></still-room-check-ins>
        <still-room-controls part="controls" .face=${face} .tick=${tick}></still-room-controls>
      </div>
      ${mode === 'prepare'
        ? html`<button part="button primary" form=${CHOICES} ?disabled=${!face.offers.protocols.length}>
            ${this.say(state.status === 'prepared' ? 'open' : 'prepare')}
          </button>`
        : nothing}
      ${mode === 'end' && theme === 'auto' && !this.daylight
        ? html`<button type="button" part="button" @click=${() => (this.daylight = true)}>${this.say('day')}</button>`
        : nothing}
      <p part="message" role="status">${this.message}</p>
      <div part="live" class="live">
        ${mode === 'away' ? this.act('away', [false], this.say('back')) : nothing}
        ${state.music.blocked && state.status !== 'prepared' && mode !== 'left' && mode !== 'end'
          ? html`<button type="button" part="button" @click=${this.#unblock}>${this.say('blocked')}</button>`
          : mode === 'stage'
            ? [this.act('silence'), this.act('music')]
            : nothing}
        ${mode === 'stage' && !awake
          ? html`<button type="button" part="button" class="wake" @click=${() => this.#wake(true)}>
              ${this.say('controls')}
            </button>`
          : nothing}
      </div>
    </div>`;
  }

  protected override updated(): void {
    this.#plan();
    const { state } = this;
    const before = this.#before;
    this.#before = state;
    if (!before || before === state || before.session !== state.session) return;
    const is = (id: string) => before.checkIns.find((each) => each.id === id)?.status;
    if (state.phase && state.phase.enteredAt !== before.phase?.enteredAt && state.phase.id !== before.phase?.id)
      announce(this, state.phase.label);
    if (state.music.blocked && !before.music.blocked) announce(this, this.say('blocked'));
    for (const { id, status, ask } of state.checkIns) if (status === 'due' && is(id) !== 'due') announce(this, ask);
  }

  /** Sleeps until the clock shows something else: the next minute, or second where seconds are shown. */
  #plan(): void {
    clearTimeout(this.#next);
    const { state, clock } = this.face;
    if (!/open|closing/.test(state.status)) return;
    const since = clock.sinceDose ?? clock.openFor ?? 0;
    const seconds = state.rehearsal || state.dwells.some(({ done }) => !done);
    const wait = seconds ? 1000 - (since % 1000) : MINUTE - (since % MINUTE);
    this.#next = setTimeout(() => this.tick++, Math.max(state.rehearsal ? 1000 : 50, wait));
  }

  #send = async (name: string, ...args: unknown[]): Promise<State | undefined> => {
    const now = performance.now();
    if (name === 'dose') {
      if (now - this.#dosed < DOUBLE) return undefined;
      this.#dosed = now;
    }
    try {
      const state = await this.#given.send(name, ...args);
      this.message = '';
      return state;
    } catch (error) {
      this.message = (error as Error).message;
      announce(this, this.message);
      return undefined;
    }
  };

  /** The touch itself lets the sound begin; that the music was never silenced is no mistake to speak of. */
  #unblock = (): void => {
    this.#given.send('music').catch(() => {});
  };

  /** @param focus the console, where it was woken by a key */
  #wake(focus = false): void {
    this.awake = true;
    clearTimeout(this.#sink);
    this.#sink = setTimeout(() => (this.#busy() ? this.#wake() : (this.awake = false)), SINKS);
    if (focus) void this.updateComplete.then(() => this.querySelector<HTMLElement>('[part=console]')?.focus());
  }

  /** A field has the focus or holds something half typed. */
  #busy(): boolean {
    const fields = [...this.querySelectorAll<HTMLInputElement>('input:not([type=range]),textarea,select')];
    return fields.some((field) => field.matches(':focus') || (field.value && !/radio|checkbox|select-one/.test(field.type)));
  }

  #live(event: Event): boolean {
    return event.composedPath().some((each) => each instanceof Element && each.classList.contains('live'));
  }

  /** The first touch only wakes: the click that follows it is swallowed. */
  #pointer = (event: Event): void => {
    this.#waking = this.#mode === 'stage' && !this.awake && !this.#live(event);
    if (this.#waking || this.awake) this.#wake();
  };

  #click = (event: MouseEvent): void => {
    const { detail } = event;
    // The second click of a double one, on a face that the first has just brought.
    const double = detail > 1 && performance.now() - this.#shown < DOUBLE;
    if (!(this.#waking && detail) && !double) return;
    this.#waking = false;
    event.preventDefault();
    event.stopPropagation();
  };

  #key = (event: KeyboardEvent): void => {
    const { key, target } = event;
    const here = event.composedPath().includes(this) || target === this.ownerDocument.body;
    if (this.#mode !== 'stage' || !here || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(F\d|Shift|Control|Alt|Meta)/.test(key)) return;
    if (this.awake) return this.#wake();
    if (this.#live(event) && /^(Enter| )$/.test(key)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#wake(true);
  };
}
