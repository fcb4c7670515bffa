import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { chosen, newCode } from './chosen.js';
import { TOUCH } from './moments.js';
import { View } from './view.js';

/** Id of the form, which the one primary action of the face submits. */
export const CHOICES = 'still-choices';

/** Who is offered what, and what there is to see to before the dose: one calm page. */
export class Prepare extends View {
  /** What was chosen here. Typed words stay in the fields and in the journal; `null` session: not prepared yet. */
  #choices: Record<string, string> = {};
  #session: string | null | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { session } = this.state;
    if (session === this.#session) return;
    this.#session = session;
    if (session === null) this.#choices = { code: newCode() };
    else
      void this.face.read(session).then((entries) => {
        this.#choices = chosen(entries);
        this.requestUpdate();
      });
  }

  protected override render() {
    const { protocols, playlists } = this.face.offers;
    const { preflight } = this.state;
    return html`<form id=${CHOICES} autocomplete="off" @submit=${this.#submit} @change=${this.#change}>
        <h2>${this.say('prepare')}</h2>
        ${this.#radios('protocol', protocols)}
        ${this.#radios('playlist', playlists, (id) => this.act('listen', [id]))}
        <div class="typed">${this.#typed('code')} ${this.#typed('staff')} ${this.#typed('intention', true)}</div>
        ${this.#radios(
          'touch',
          TOUCH.map((id) => ({ id, title: this.say(id) })),
        )}
        <p class="device">${this.say('device')}</p>
      </form>
      ${preflight.length
        ? html`<section part="preflight" aria-label=${this.say('preflight')}>
            <h3>${this.say('preflight')}</h3>
            <ul>
              ${preflight.map(
                ({ id, status, progress }) => html`<li class=${status}>
                  ${status === 'ask'
                    ? html`<label><input type="checkbox" />${this.say(id)}</label>`
                    : html`${this.say(id)}<small>${this.say(status)}</small>`}
                  ${progress === null ? nothing : html`<progress aria-label=${this.say(id)} value=${progress}></progress>`}
                </li>`,
              )}
            </ul>
          </section>`
        : nothing}`;
  }

  #radios(
    name: string,
    offers: readonly { id: string; title: string; problem?: string | null }[],
    beside?: (id: string) => unknown,
  ): TemplateResult {
    const first = name === 'touch' ? undefined : offers.find(({ problem }) => !problem)?.id;
    const now = this.#choices[name] ?? first;
    return html`<fieldset part="choices" class=${name}>
      <legend>${this.say(name)}</legend>
      ${offers.map(
        ({ id, title, problem }) => html`<div>
          <label part="choice"
            ><input type="radio" name=${name} value=${id} .checked=${id === now} ?disabled=${problem} /><span
              >${title}${problem ? html`<small>${problem}</small>` : nothing}</span
            ></label
          >${problem ? nothing : beside?.(id)}
        </div>`,
      )}
    </fieldset>`;
  }

  #typed(name: string, long = false): TemplateResult {
    const value = this.#choices[name] ?? '';
    return html`<label part="field" class=${name}
      ><span>${this.say(name)}</span>${long
        ? html`<textarea name=${name} rows="2" .value=${value} autocomplete="off" spellcheck="false"></textarea>`
        : html`<input name=${name} .value=${value} autocomplete="off" spellcheck="false" />`}</label
    >`;
  }

  #change = ({ target }: Event): void => {
    const { name, value } = target as HTMLInputElement;
    this.#choices = { ...this.#choices, [name]: value };
    if (this.state.status === 'prepared') void this.face.send('prepare', { [name]: value });
  };

  #submit = (event: Event): void => {
    event.preventDefault();
    if (this.state.status === 'prepared') void this.face.send('open');
    else {
      const held = [...new FormData(event.target as HTMLFormElement)].filter(([, value]) => value);
      void this.face.send('prepare', Object.fromEntries(held));
    }
  };
}
