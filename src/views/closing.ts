import { html, nothing, svg } from 'lit';
import { ARC, CENTRE, turn } from './arc.js';
import { timeline } from './timeline.js';
import { View, minutes } from './view.js';

/** The way out: the closing list, and after the end the session's timeline. */
export class Closing extends View {
  protected override render() {
    return this.state.status === 'ended' ? this.#timeline() : this.#list();
  }

  #list() {
    const { closing } = this.state;
    const { sinceDose } = this.face.clock;
    return html`<h2>
        ${this.say('closing')}${sinceDose === null
          ? nothing
          : html`<small role="timer" aria-live="off">${minutes(sinceDose)} ${this.say('min')}</small>`}
      </h2>
      <ul part="ticks">
        ${closing.map(
          ({ item, done }) => html`<li>
            <label part="choice"
              ><input
                type="checkbox"
                .checked=${done}
                @change=${({ target }: Event) => this.face.send('tick', item, (target as HTMLInputElement).checked)}
              /><span>${item}</span></label
            >
          </li>`,
        )}
      </ul>`;
  }

  #timeline() {
    const moments = timeline(this.state);
    const [first = 0, last = 0] = [moments[0]?.t, moments.at(-1)?.t];
    const zero = this.state.doses[0]?.t ?? first;
    const turned = (t: number) => `rotate(${turn((t - first) / (last - first || 1))} ${CENTRE})`;
    return html`<h2>${this.say('session')}<small>${this.state.protocol?.title}</small></h2>
      <svg part="arc" viewBox="0 0 1000 260" aria-hidden="true">
        <path d=${ARC} />
        ${moments.map(({ t, kind }) =>
          kind === 'phase'
            ? svg`<line x1="500" y1="26" x2="500" y2="40" transform=${turned(t)} />`
            : kind === 'mark'
              ? svg`<circle cx="500" cy="33" r="5" transform=${turned(t)} />`
              : nothing,
        )}
      </svg>
      <ol part="timeline">
        ${moments.map(
          ({ t, kind, title, word }) => html`<li class=${kind}>
            <span>${minutes(t - zero)} ${this.say('min')}</span>
            <span>${title}${word ? html`<small>${this.say(word)}</small>` : nothing}</span>
          </li>`,
        )}
      </ol>`;
  }
}
