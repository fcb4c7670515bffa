import { html, nothing, svg } from './lit.js';
import { CENTRE, arc, divisions, travelled, turn } from './arc.js';
import { MINUTE, View } from './view.js';

/**
 * The horizon: a thin arc over the session, its phases as quiet unnamed divisions, a light on its way, and the minutes
 * since the dose. Nothing clinical stands here.
 */
export class Display extends View {
  protected override render() {
    const { state, clock } = this.face;
    const { sinceDose } = clock;
    const due = state.checkIns.some(({ status }) => status === 'due');
    return html`<div class="glow"></div>
      <svg part="arc" viewBox="0 0 1000 250" aria-hidden="true">
        <path d=${arc(1)} />
        <path class="gone" d=${arc(travelled(state, clock))} />
        ${divisions(state.protocol).map((at) => svg`<path d="M500 28v10" transform="rotate(${turn(at)} ${CENTRE})" />`)}
        <circle part="light" cx="500" cy="33" r="6" />
      </svg>
      <p part="numerals" role="timer" aria-live="off">
        ${sinceDose === null ? nothing : html`${Math.floor(sinceDose / MINUTE)}<small> ${this.say('min')}</small>`}
      </p>
      <p part="hint">${due ? this.say('checkIn') : nothing}</p>`;
  }

  protected override updated(): void {
    this.querySelector('circle')!.style.transform = `rotate(${turn(travelled(this.state, this.face.clock))}deg)`;
  }
}
