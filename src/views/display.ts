import { html, nothing, svg } from 'lit';
import { ARC, CENTRE, divisions, travelled, turn } from './arc.js';
import { modeOf } from './modes.js';
import { View, minutes } from './view.js';

/**
 * The horizon: a thin arc over the session, its phases as quiet unnamed divisions, a light on its way, and the minutes
 * since the dose. Nothing clinical stands here.
 */
export class Display extends View {
  static override properties = { ...View.properties, awake: { attribute: false } };

  declare awake: boolean;

  protected override render() {
    const { state, clock, attributes } = this.face;
    const { sinceDose } = clock;
    const gone = travelled(state, clock);
    const shown = sinceDose !== null && (attributes.numerals === 'always' || (attributes.numerals === 'touch' && this.awake));
    return html`<div class="glow"></div>
      <svg part="arc" viewBox="0 0 1000 260" aria-hidden="true">
        <path d=${ARC} />
        <path class="gone" d=${ARC} pathLength="1" stroke-dasharray="${gone} 2" />
        ${divisions(state.protocol).map(
          (at) => svg`<line x1="500" y1="28" x2="500" y2="38" transform="rotate(${turn(at)} ${CENTRE})" />`,
        )}
        <circle part="light" cx="500" cy="33" r="5" />
      </svg>
      <p part="numerals" role="timer" aria-live="off">
        ${shown ? html`${minutes(sinceDose)} <small>${this.say('min')}</small>` : nothing}
      </p>
      ${!this.awake && state.checkIns.some(({ status }) => status === 'due') && modeOf(state) === 'stage'
        ? html`<p part="hint">${this.say('checkIn')}</p>`
        : nothing}`;
  }

  protected override updated(): void {
    const light = this.querySelector<SVGElement>('circle');
    light?.style.setProperty('transform', `rotate(${turn(travelled(this.state, this.face.clock))}deg)`);
  }
}
