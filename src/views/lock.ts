import { html, nothing } from './lit.js';
import type { View } from './view.js';

/** A field for the passphrase. Of no type that a browser would offer to remember, with a dialog. */
const field = (view: View, more: unknown = nothing) =>
  html`<label part="field"
      ><span>${view.say('passphrase')}</span
      ><input name="passphrase" class="veiled" autocomplete="off" autocapitalize="off" spellcheck="false" required
    /></label>
    ${more}`;

const submitted = (view: View, name: 'unlock' | 'seal') => async (event: Event) => {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const { value } = form.elements.namedItem('passphrase') as HTMLInputElement;
  if (await view.face.send(name, value)) form.reset();
};

/** Shows what is typed, or hides it again. */
function unveil({ currentTarget }: Event): void {
  const button = currentTarget as HTMLButtonElement;
  const veiled = button.form!.querySelector('input')!.classList.toggle('veiled');
  button.ariaPressed = `${!veiled}`;
}

/** In the place of what is hidden, or near it: the way back. A curtain asks for nothing. */
export const unlocking = (view: View) =>
  html`<section part="lock">
    <p>${view.say('locked')}</p>
    ${
      view.state.sealed && !view.state.unsealable
        ? html`<form @submit=${submitted(view, 'unlock')}>
            ${field(view)}<button part="button">${view.say('unlock')}</button>
          </form>`
        : view.act('unlock')
    }
  </section>`;

/** Where a room gets its passphrase, and what that means. */
export const sealing = (view: View) =>
  view.folded(
    'seal',
    html`<p>${view.say('sealing')}</p>
      <form @submit=${submitted(view, 'seal')}>
        ${field(
          view,
          html`<button type="button" part="button" class="plain" aria-pressed="false" @click=${unveil}>
            ${view.say('show')}
          </button>`,
        )}<button part="button">${view.say('set')}</button>
      </form>`,
  );
