import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { State } from '../session/types.js';
import type { InnerFace } from './face.types.js';

/** A field to fill in: its name, and for a choice from a list the values, each with its title if it has one. */
export type Field = string | readonly [name: string, ...values: (string | readonly [value: string, title: string])[]];

/** What a form is made of. */
export interface FormPlan {
  readonly fields?: readonly Field[];
  /** One touch answers: a button for each value. Without choices a single button submits. */
  readonly choices?: readonly [name: string, ...values: (string | number)[]];
  /** Words on the fields folded away. */
  readonly folded?: string;
  /** Words on the submit button. */
  readonly label?: string;
  /** Shows a choice; its own name by default. */
  readonly show?: (value: string | number) => unknown;
}

/** Minutes after which something is noted late; 0 is now. */
export const AGO = [0, 1, 3, 5, 10];

/** One minute, ms. */
export const MINUTE = 60_000;

/** Whole minutes of session time, as people count them. */
export const minutes = (ms: number): number => Math.floor(ms / MINUTE);

/**
 * What a form holds, by name: empty fields left out, `ago` in seconds, a time of day in `at` as the newest moment
 * (ms since the epoch) that had it.
 */
export function values(form: HTMLFormElement): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  new FormData(form).forEach((value, name) => {
    if (typeof value !== 'string' || !value) return;
    if (name === 'ago') found.ago = Number(value) * 60;
    else if (name === 'at') {
      const [hour = 0, minute = 0] = value.split(':').map(Number);
      const at = new Date().setHours(hour, minute, 0, 0);
      found.at = at > Date.now() ? at - 86_400_000 : at;
    } else found[name] = value.trim();
  });
  return found;
}

/**
 * What all faces share: they render into the light DOM of the one shadow root, so that its styles, `::part()`, labels
 * and ids reach them.
 */
export abstract class View extends LitElement {
  static override properties = { face: { attribute: false }, tick: { attribute: false } };

  declare face: InnerFace;
  /** Changes when the clock shows something else. */
  declare tick: number;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  get state(): State {
    return this.face.state;
  }

  can(name: string): boolean {
    return this.state.can.includes(name);
  }

  /** The words for an id; one without words of its own is shown as it reads. */
  say(id: string): string {
    const { words } = this.face;
    if (Object.hasOwn(words, id)) return words[id] as string;
    const plain = id.replaceAll('-', ' ');
    return plain.charAt(0).toUpperCase() + plain.slice(1);
  }

  /** A button that sends a command; absent where the command is not possible now. */
  act(name: string, args: unknown[] = [], label: unknown = this.say(name), pressed?: boolean): TemplateResult | typeof nothing {
    return this.can(name)
      ? html`<button
          type="button"
          part="button"
          class=${name}
          aria-pressed=${pressed ?? nothing}
          @click=${() => this.face.send(name, ...args)}
        >
          ${label}
        </button>`
      : nothing;
  }

  /** Something folded away until it is wanted. */
  fold(label: unknown, content: unknown): TemplateResult {
    return html`<details part="fold">
      <summary part="button">${label}</summary>
      ${content}
    </details>`;
  }

  /** How late something is noted. */
  late = (ago: string | number): string =>
    Number(ago) ? `${ago} ${this.say('ago')}` : this.say('now');

  field(field: Field): TemplateResult {
    const [name, ...list] = typeof field === 'string' ? [field] : field;
    const late = name === 'ago';
    const choices = late ? AGO.map((ago) => [`${ago}`, this.late(ago)] as const) : list;
    return html`<label part="field"
      ><span>${this.say(late ? 'at' : name)}</span>
      ${choices.length
        ? html`<select name=${name}>
            ${choices.map((choice) => {
              const [value, title] = typeof choice === 'string' ? [choice, choice && this.say(choice)] : choice;
              return html`<option value=${value}>${title}</option>`;
            })}
          </select>`
        : name === 'text'
          ? html`<textarea name=${name} rows="2" autocomplete="off" spellcheck="false"></textarea>`
          : html`<input
              name=${name}
              type=${name === 'at' ? 'time' : 'text'}
              inputmode=${VITALS.includes(name) ? 'numeric' : nothing}
              autocomplete="off"
              spellcheck="false"
            />`}
    </label>`;
  }

  /**
   * A form that empties itself once what it sent was taken. Where one touch answers, Enter in a field does not: it
   * would choose for the person.
   */
  form(
    { fields = [], choices = [''], folded, label = this.say('record'), show = (value) => this.say(`${value}`) }: FormPlan,
    done: (values: Record<string, unknown>) => Promise<unknown>,
  ): TemplateResult {
    const [name, ...list] = choices;
    const go = async (form: HTMLFormElement, chosen?: Record<string, unknown>) => {
      if (await done({ ...values(form), ...chosen })) form.reset();
    };
    const typed = fields.map((field) => this.field(field));
    return html`<form
      autocomplete="off"
      @submit=${(event: Event) => {
        event.preventDefault();
        if (!name) void go(event.currentTarget as HTMLFormElement);
      }}
    >
      ${folded ? nothing : typed}
      ${name
        ? list.map(
            (value) =>
              html`<button
                type="button"
                part="button"
                @click=${({ currentTarget }: Event) =>
                  go((currentTarget as HTMLButtonElement).form as HTMLFormElement, {
                    [name]: name === 'ago' ? Number(value) * 60 : value,
                  })}
              >
                ${show(value)}
              </button>`,
          )
        : html`<button part="button">${label}</button>`}
      ${folded ? this.fold(folded, typed) : nothing}
    </form>`;
  }
}

export const VITALS = ['systolic', 'diastolic', 'heartRate', 'spo2', 'respirations'];
