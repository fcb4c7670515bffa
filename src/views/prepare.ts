import { html, nothing, type TemplateResult } from './lit.js';
import { typed } from '../session/typed.js';
import { newCode } from './code.js';
import { sealing } from './lock.js';
import { View } from './view.js';

/** What may be agreed on. */
const TOUCH = ['none', 'hand', 'shoulder', 'ask'];

/** Id of the form, which the one primary action of the face submits. */
export const CHOICES = 'still-choices';

/** Who is offered what, and what there is to see to before the dose: one calm page. */
export class Prepare extends View {
  /** What was chosen or typed here; kept in the fields and in the journal alone. */
  #choices: Record<string, string> = {};
  #session: string | null | undefined;
  #locked = false;
  /** What was typed here is hidden. A page that comes up locked has nothing yet to hide. */
  #hides = false;

  protected override willUpdate(): void {
    const { session, protocol, playlist, locked } = this.state;
    const same = session === this.#session;
    if (same && locked === this.#locked) return;
    this.#session = session;
    this.#locked = locked;
    this.#hides = locked && (same || session !== null);
    if (session === null) {
      if (!same) this.#choices = { code: newCode() };
    } else
      void this.secrets(session).then((entries) => {
        this.#choices = { ...typed(entries), protocol: protocol!.id, playlist: playlist!.id };
        this.requestUpdate();
      });
  }

  protected override render() {
    const { protocols, playlists, problems = [] } = this.face.offers;
    const { preflight, unexported, sealed, unsealable } = this.state;
    return html`<h2>${this.say('prepare')}</h2>
      <form id=${CHOICES} @submit=${this.#submit} @change=${this.#change}>
        ${this.#radios('protocol', protocols, problems)} ${this.#radios('playlist', playlists)}
        ${
          this.#hides
            ? nothing
            : [
                ...['code', 'staff', 'intention'].map((name) => this.field(name, this.#choices[name])),
                this.#radios(
                  'touch',
                  TOUCH.map((id) => ({ id, title: this.say(id) })),
                ),
              ]
        }
      </form>
      <p>
        ${this.say('device')} ${unsealable ? this.say('unsealable') : sealed ? this.say('sealed') : nothing}
        ${unexported ? `${this.say('unexported')} ${unexported}` : nothing}
      </p>
      ${sealing(this)}
      ${
        preflight[0]
          ? html`<section part="preflight">
              <h2>${this.say('preflight')}</h2>
              ${preflight.map(
                ({ id, status, progress }) =>
                  html`<label class=${status}
                    >${status === 'ask' ? html`<input type="checkbox" />` : nothing}${this.say(id)}
                    <small>${status === 'ask' ? nothing : this.say(status)}</small>
                    ${progress === null ? nothing : html`<progress value=${progress}></progress>`}</label
                  >`,
              )}
            </section>`
          : nothing
      }`;
  }

  /** @param problems what else was meant to be offered, and why it is not */
  #radios(
    name: string,
    offers: readonly { id: string; title: string; problem?: string | null }[],
    problems: readonly string[] = [],
  ): TemplateResult {
    const now = this.#choices[name] ?? (name === 'touch' ? '' : offers.find(({ problem }) => !problem)?.id);
    return html`<fieldset class=${name}>
      <legend>${this.say(name)}</legend>
      ${offers.map(
        ({ id, title, problem }) =>
          html`<div>
            <label part="choice"
              ><input type="radio" name=${name} value=${id} .checked=${id === now} ?disabled=${problem} />
              <span>${title} <small>${problem}</small></span></label
            >${name === 'playlist' && !problem && id !== 'silence' ? this.act('listen', [id]) : nothing}
          </div>`,
      )}
      ${problems.map((problem) => html`<p><small>${problem}</small></p>`)}
    </fieldset>`;
  }

  #change = ({ target }: Event): void => {
    const { name, value } = target as HTMLInputElement;
    this.#choices = { ...this.#choices, [name]: value };
    if (this.state.status === 'prepared') void this.face.send('prepare', { [name]: value });
  };

  /** What was left as it stood is the first on offer, here as in the room. */
  #submit = (event: Event): void => {
    event.preventDefault();
    void (this.state.status === 'prepared' ? this.face.send('open') : this.face.send('prepare', this.#choices));
  };
}
