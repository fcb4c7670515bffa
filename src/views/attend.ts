import { html } from 'lit';
import { MINUTE, type View } from './view.js';

/** Stop and attend: what someone needs who has just been called over, plain and bright. */
export function attending(view: View, touch: string | undefined) {
  const { state, face } = view;
  const { now } = face.clock;
  const time = (at: number) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return html`<section part="attend">
    ${view.act('attend', [false], view.say('back'))}
    <h2>${state.phase?.label}</h2>
    <dl>
      ${state.doses.map(
        ({ t, at }, i) => html`<div>
          <dt>${view.say(i ? 'further' : 'dose')}</dt>
          <dd><b>${time(at)}</b> ${view.late(Math.floor(((now ?? t) - t) / MINUTE))}</dd>
        </div>`,
      )}
      ${touch
        ? html`<div>
            <dt>${view.say('touch')}</dt>
            <dd><b>${view.say(touch)}</b></dd>
          </div>`
        : null}
    </dl>
  </section>`;
}
