import { html } from './lit.js';
import { timeline } from './timeline.js';
import { View } from './view.js';

/** The way out: the closing list, and after the end the session's timeline. */
export class Closing extends View {
  protected override render() {
    const { closing, protocol, status, doses } = this.state;
    if (status === 'closing')
      return html`<h2>${this.say(status)}</h2>
        ${closing.map(
          ({ item, done }) =>
            html`<label part="choice"
              ><input
                type="checkbox"
                .checked=${done}
                @change=${({ target }: Event) => this.face.send('tick', item, (target as HTMLInputElement).checked)}
              />${item}</label
            >`,
        )}`;

    const moments = timeline(this.state);
    const zero = doses[0]?.t ?? moments[0]?.t ?? 0;
    return html`<h2>${this.say('session')} <small>${protocol?.title}</small></h2>
      <ol part="timeline">
        ${moments.map(
          ({ t, kind, title, word = '' }) =>
            html`<li class=${kind ?? word}>
              <span>${this.min(t - zero)}</span>
              <span>${title ?? this.say(word)} <small>${title && this.say(word)}</small></span>
            </li>`,
        )}
      </ol>`;
  }
}
