import { html, nothing } from './lit.js';
import type { State } from '../session/types.js';
import { announce } from './announce.js';
import { attending } from './attend.js';
import type { Face as Given } from './face.types.js';
import { unlocking } from './lock.js';
import { modeOf, themeOf, type Mode } from './modes.js';
import { CHOICES } from './prepare.js';
import { MINUTE, View, held } from './view.js';

/** Controls sink away after this long untouched, ms. */
const SINKS = 20_000;
/** A second touch within this time is a double tap, ms. */
const DOUBLE = 1500;

/** The root of all faces: shows the one that fits the state, wakes and sinks the controls, and says what was refused. */
export class Face extends View {
  /** Of Stillroom: a page that loads another version too has the faces of the first. */
  static version = '';
  #given!: Given;
  #mode: Mode | undefined;
  #before: State | undefined;
  #awake = false;
  /** What was refused, in a sentence. */
  #message = '';
  /** The touch agreed on, read when someone has to know it; `null` until then. */
  #agreed: string | undefined | null = null;
  /** The touch under way is the one that woke the controls. */
  #waking = false;
  /** When something else last came under the finger. */
  #shown = 0;
  #dosed = -DOUBLE;
  #sink: ReturnType<typeof setTimeout> | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;
  /** Where it stands: a page may move it into a frame. */
  #page = document;

  constructor() {
    super();
    this.addEventListener('pointerdown', this.#pointer, true);
    this.addEventListener('click', this.#click, true);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#page = this.ownerDocument;
    this.#page.addEventListener('keydown', this.#key);
    // What its removal has stopped goes on.
    if (this.#awake) this.#wake();
    else this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#page.removeEventListener('keydown', this.#key);
    clearTimeout(this.#sink);
    clearTimeout(this.#next);
  }

  protected override willUpdate(): void {
    if (this.face.send !== this.#send) {
      this.#given = this.face as Given;
      this.face = {
        ...this.#given,
        send: this.#send,
        export: (session, format) => this.#told(() => this.#given.export(session, format)),
      };
    }
    const mode = modeOf(this.state);
    const { locked } = this.state;
    if (mode === 'attend' && (mode !== this.#mode || locked !== this.#before?.locked))
      void this.face.agreed().then((touch) => {
        this.#agreed = touch;
        this.requestUpdate();
      });
    if (mode === this.#mode) return;
    // Whoever has just begun sees what there is; whoever reloads in the dark stays in the dark.
    this.#awake = false;
    if (mode === 'stage' && this.#mode) this.#wake();
    this.#mode = mode;
    // Another face begins at its top.
    this.closest('.cover')?.scrollTo(0, 0);
    this.#shown = performance.now();
  }

  protected override render() {
    const { state, face } = this;
    const { phase, status } = state;
    const mode = this.#mode as Mode;
    const { theme, numerals } = face.attributes;
    const dim = mode === 'stage' || mode === 'away';
    const prepares = mode === 'prepare';
    return html`<div
      part="face"
      tabindex="-1"
      class="face ${mode} ${dim ? 'dim' : ''} ${themeOf(state, mode, theme)} tint-${Math.min(phase?.index ?? 0, 5)} ${numerals} ${this.#awake ? '' : 'asleep'} ${this.#waits ? 'waits' : ''}"
    >
      ${
        dim
          ? html`<still-room-display part="display" .face=${face}></still-room-display>`
          : prepares
            ? html`<still-room-prepare part="prepare" .face=${face}></still-room-prepare>`
            : mode === 'attend'
              ? attending(this, this.#agreed)
              : mode === 'left'
                ? html`<section>
                    <h2>${this.say('leftOpen')}</h2>
                    <p>${new Date(state.openedAt!).toLocaleString([], { dateStyle: 'full', timeStyle: 'short' })}</p>
                  </section>`
                : html`<still-room-closing part="closing" .face=${face}></still-room-closing>`
      }
      <p part="rehearsal">${state.rehearsal ? this.say('rehearsal') : nothing}</p>
      ${state.locked && !/away|left/.test(mode) ? unlocking(this) : nothing}
      <div part="console" ?hidden=${/away|left/.test(mode)}>
        <still-room-check-ins .face=${face}></still-room-check-ins>
        <still-room-controls part="controls" .face=${face}></still-room-controls>
      </div>
      <p part="message" role="status">${this.#message}</p>
      <div class="live">
        ${
          prepares
            ? html`<button part="button primary" form=${CHOICES} ?disabled=${!face.offers.protocols[0]}>
                ${this.say(status === 'prepared' ? 'open' : 'prepare')}
              </button>`
            : mode === 'left'
              ? [this.act('resume'), this.act('end')]
              : mode === 'away'
                ? this.act('away', [false], this.say('back'))
                : mode === 'end'
                  ? nothing
                  : this.#live()
        }
      </div>
    </div>`;
  }

  /** What is wanted at once, on every face of a session and never out of sight. */
  #live() {
    const { doses, attending } = this.state;
    return [
      !this.#waits
        ? nothing
        : this.state.music.blocked
          ? this.button(this.say('blocked'), this.#bringBack, 'blocked')
          : html`<p class="soundless">${this.say('soundless')}</p>`,
      this.can('dose') && !doses[0]
        ? // With what was filled in beside it.
          this.button(
            this.say('dose'),
            () => this.face.send('dose', held(this.querySelector('.moments form')!)),
            'dose',
          )
        : nothing,
      this.act('mark'),
      this.hushed ? nothing : this.act('silence'),
      this.hushed ? this.act('music') : nothing,
      attending ? nothing : this.act('attend', [true]),
    ];
  }

  /** The music that the browser holds back until somebody touches the page, or that has nothing to play to. */
  get #waits(): boolean {
    const { music, attending } = this.state;
    return music.status === 'waiting' && !music.silenced && !attending;
  }

  /** Any touch or key lets the sound begin; that the music was never silenced is no mistake to speak of. */
  #bringBack = (): void => {
    if (this.#waits) this.#given.send('music').catch(() => {});
  };

  protected override updated(): void {
    this.#plan();
    const { state } = this;
    const before = this.#before;
    this.#before = state;
    // What is half typed is out of sight too, and there again afterwards.
    if (before && before.locked !== state.locked)
      for (const field of this.querySelectorAll<HTMLInputElement>('[autocomplete]:not([name=passphrase])'))
        field.classList.toggle('kept', state.locked && !!field.value);
    if (before?.session !== state.session) return;
    if (state.phase && state.phase.id !== before.phase?.id) announce(this, state.phase.label);
    if (state.music.status === 'waiting' && before.music.status !== 'waiting')
      announce(this, this.say(state.music.blocked ? 'blocked' : 'soundless'));
    for (const { id, status, ask } of state.checkIns)
      if (status === 'due' && before.checkIns.find((each) => each.id === id)?.status !== 'due') announce(this, ask);
  }

  /** Sleeps until the clock shows something else: the next minute, or second where minutes fly. */
  #plan(): void {
    clearTimeout(this.#next);
    const { state, clock } = this.face;
    if (!/open|closing/.test(state.status)) return;
    const step = state.rehearsal ? 1000 : MINUTE;
    this.#next = setTimeout(() => (this.face = { ...this.face }), step - ((clock.sinceDose ?? 0) % step));
  }

  #send = async (name: string, ...args: unknown[]): Promise<State | undefined> => {
    const now = performance.now();
    if (name === 'dose') {
      if (now - this.#dosed < DOUBLE) return;
      this.#shown = this.#dosed = now;
    }
    return this.#told(() => this.#given.send(name, ...args));
  };

  /** What was refused is said in its sentence. */
  async #told<T>(call: () => Promise<T>): Promise<T | undefined> {
    const root = this.getRootNode() as ShadowRoot;
    const from = root.activeElement;
    try {
      const found = await call();
      this.#message = '';
      return found;
    } catch (error) {
      announce(this, (this.#message = (error as Error).message));
      return;
    } finally {
      this.requestUpdate();
      // The button that was pressed by key may be gone by now, or hidden: then the browser takes the focus later.
      const lost = () => this.#page.activeElement === this.#page.body || root.activeElement?.closest('[hidden]');
      if (from) setTimeout(() => lost() && this.#focus());
    }
  }

  /** @param byKey then the face gets the focus */
  #wake(byKey = false): void {
    this.#awake = true;
    this.requestUpdate();
    clearTimeout(this.#sink);
    this.#sink = setTimeout(() => {
      // A field has the focus or holds something half typed.
      const fields = this.querySelectorAll<HTMLInputElement>('input:not([type=range]),textarea');
      if ([...fields].some((field) => field.value || field.matches(':focus'))) return this.#wake();
      this.#awake = false;
      this.requestUpdate();
    }, SINKS);
    if (byKey) this.#focus();
  }

  /** Tab goes on from the first of what is there. */
  #focus(): void {
    this.querySelector<HTMLElement>('[tabindex]')?.focus({ preventScroll: true });
  }

  /** The first touch only wakes, and the click that follows it is swallowed; what is live acts at once. */
  #pointer = ({ target }: Event): void => {
    this.#waking = this.#mode === 'stage' && !this.#awake && !(target as Element).closest('.live button');
    if (this.#waking || this.#awake) this.#wake();
  };

  #click = (event: MouseEvent): void => {
    const { detail } = event;
    // So is the second of a double click, on what the first has just brought.
    if (detail > 1 ? performance.now() - this.#shown < DOUBLE : detail && this.#waking) event.stopPropagation();
    if (this.#waking) this.#bringBack();
    this.#waking = false;
  };

  /** The first key finds nothing that it could act on, but for what is live. */
  #key = (event: KeyboardEvent): void => {
    const [from, ...around] = event.composedPath() as Element[];
    const here = from === this.#page.body || around.includes(this);
    const acts = from?.closest('.live') && event.key !== 'Tab';
    if (here && !acts) this.#bringBack();
    if (this.#mode === 'stage' && here && (this.#awake || !acts)) this.#wake(!this.#awake);
  };
}
