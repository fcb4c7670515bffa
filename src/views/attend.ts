import { html } from './lit.js';
import type { View } from './view.js';

/** Stop and attend: what someone needs who has just been called over, plain and bright. */
export function attending(view: View, touch: string | undefined | null) {
  const { phase, doses, locked, sealed } = view.state;
  const now = view.face.clock.now ?? 0;
  const line = (name: string, what: unknown) => html`<p>${view.say(name)} <b>${what}</b></p>`;
  return html`<section part="attend">
    ${view.act('attend', [false], view.say('back'))}
    <h2>${phase?.label}</h2>
    ${doses.map(({ t, at }, i) =>
      line(
        i ? 'further' : 'dose',
        `${new Date(at).toLocaleTimeString([], { timeStyle: 'short' })} · ${view.min(now - t, 'ago')}`,
      ),
    )}
    ${touch === undefined && locked && sealed ? line('touch', view.say('unread')) : touch && line('touch', view.say(touch))}
  </section>`;
}
