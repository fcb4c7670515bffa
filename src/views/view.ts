import { LitElement, html, nothing, type TemplateResult } from './lit.js';
import type { Entry, State } from '../session/types.js';
import type { InnerFace } from './face.types.js';

/** What one touch can answer. */
export type Value = string | number | boolean;

/** What a form asks for. */
export interface FormPlan {
  /** Names of the fields to fill in. */
  readonly fields?: readonly string[];
  /** One touch answers: a name, and a button for each value. Without choices a single button submits. */
  readonly choices?: readonly [name: string, ...values: Value[]];
  /** Words on a choice; its own name by default. */
  readonly show?: (value: Value) => unknown;
}

/** What was filled in, by name. */
export type Held = Record<string, unknown>;

type Content = TemplateResult | typeof nothing;

/** One minute, ms. */
export const MINUTE = 60_000;

export const VITALS = ['systolic', 'diastolic', 'heartRate', 'spo2', 'respirations'];

/** Fields that are typed as numbers. */
const NUMBERS = [...VITALS, 'ago'];

/** What a form holds, empty fields left out; `ago` is typed in minutes and sent in seconds. */
export function held({ elements }: HTMLFormElement): Held {
  const found: Held = {};
  for (const { name, value } of elements as Iterable<HTMLInputElement> & HTMLCollection)
    if (value) found[name] = NUMBERS.includes(name) ? Number(value) * (name === 'ago' ? 60 : 1) : value;
  return found;
}

/**
 * What all faces share: they render into the light DOM of the one shadow root, so that its styles, `::part()`, labels
 * and ids reach them.
 */
export abstract class View extends LitElement {
  static override properties = { face: { attribute: false } };

  /** Given anew whenever the state changes or the clock shows something else. */
  declare face: InnerFace;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  get state(): State {
    return this.face.state;
  }

  can(name: string): boolean {
    return this.state.can.includes(name);
  }

  /** The music is silenced, or has been quiet since closing. */
  get hushed(): boolean {
    const { status, music } = this.state;
    return music.silenced || (status === 'closing' && music.status === 'off');
  }

  /** The journal of a session; nothing of it while what is private is hidden. */
  async secrets(session: string): Promise<Entry[]> {
    try {
      return this.state.locked ? [] : await this.face.read(session);
    } catch {
      // Locked meanwhile.
      return [];
    }
  }

  /** The words for an id; one without words of its own is shown as it reads. */
  say(id: string): string {
    const { words } = this.face;
    return Object.hasOwn(words, id) ? words[id]! : id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');
  }

  /** Whole minutes, as people count them: a true minus before the dose. @param unit word after them */
  min(ms: number, unit = 'min'): string {
    return `${Math.floor(ms / MINUTE)} ${this.say(unit)}`.replace('-', '−');
  }

  /** Minutes since the dose of a session time; nothing before there is one. */
  since(t: number): string {
    const zero = this.state.doses[0];
    return zero ? this.min(t - zero.t) : '';
  }

  button(label: unknown, click: (event: never) => unknown, name = '', pressed?: boolean): TemplateResult {
    return html`<button type="button" part="button" class=${name} aria-pressed=${pressed ?? nothing} @click=${click}>
      ${label}
    </button>`;
  }

  /** A button that sends a command; absent where the command is not possible now. */
  act(name: string, args: unknown[] = [], label: unknown = this.say(name), pressed?: boolean): Content {
    return this.can(name) ? this.button(label, () => this.face.send(name, ...args), name, pressed) : nothing;
  }

  /** Something folded away until it is wanted. */
  fold(label: unknown, content: unknown): TemplateResult {
    return html`<details>
      <summary part="button">${label}</summary>
      ${content}
    </details>`;
  }

  /** Something folded away, for a command; absent where that is not possible now. */
  folded(name: string, content: unknown, label: unknown = this.say(name)): Content {
    return this.can(name) ? this.fold(label, content) : nothing;
  }

  field(name: string, value = ''): TemplateResult {
    return html`<label part="field"
      ><span>${this.say(name)}</span>${
        /text|intention/.test(name)
          ? html`<textarea name=${name} .value=${value} rows="2" autocomplete="off" spellcheck="false"></textarea>`
          : html`<input
              name=${name}
              .value=${value}
              inputmode=${NUMBERS.includes(name) ? 'numeric' : 'text'}
              autocomplete="off"
              spellcheck="false"
            />`
      }</label
    >`;
  }

  /**
   * A form that empties itself once what it sent was taken. Where one touch answers, Enter in a field does not: it
   * would choose for the person.
   * @param more fields after those of the plan
   */
  form(
    { fields = [], choices = [''], show = (value) => this.say(`${value}`) }: FormPlan,
    done: (held: Held) => Promise<unknown>,
    more: readonly string[] = [],
  ): TemplateResult {
    const [name, ...list] = choices;
    const go = async ({ currentTarget }: Event, chosen?: Held) => {
      const { form } = currentTarget as HTMLButtonElement;
      if (await done({ ...held(form!), ...chosen })) form!.reset();
    };
    return html`<form class=${fields[0] ?? ''} @submit=${(event: Event) => event.preventDefault()}>
      ${[...fields, ...more].map((field) => this.field(field))}
      ${
        name
          ? list.map((value) => this.button(show(value), (event) => go(event, { [name]: value })))
          : html`<button part="button" @click=${go}>${this.say('record')}</button>`
      }
    </form>`;
  }
}
