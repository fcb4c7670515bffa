import { html, nothing, type TemplateResult } from './lit.js';
import type { CheckIn } from '../session/types.js';
import { answered, answering, optionsOf } from './answers.js';
import { View } from './view.js';

/**
 * What is due, as small cards that take no focus and make no sound; what fell due together is one card. Answered in one
 * touch; a lapsed one leaves a faint line that takes a late answer.
 */
export class CheckIns extends View {
  protected override render() {
    const { checkIns } = this.state;
    // Every check-in keeps its place among the nodes, so that what is half typed stays with its own question.
    return checkIns.map((first, i) => {
      const { ask, dueAt, status } = first;
      const due = checkIns.map((each) => each.status === 'due' && each.dueAt === dueAt);
      const all = (name: string) =>
        this.button(
          this.say(name),
          () => checkIns.forEach(({ id }, j) => due[j] && void this.face.send(name, id)),
          'plain',
        );
      return [
        status === 'lapsed'
          ? this.fold(`${this.say('lapsed')} · ${ask} · ${this.since(dueAt)}`, this.#question(first, ['ago']))
          : nothing,
        due.includes(true) && checkIns.findIndex((each) => each.dueAt === dueAt) === i
          ? html`<div role="group" part="card" aria-label=${this.say('checkIn')}>
              ${checkIns.map((each, j) => (due[j] ? [html`<h2>${each.ask}</h2>`, this.#question(each)] : nothing))}
              <div class="row">${all('laterCheckIn')}${all('skipCheckIn')}</div>
            </div>`
          : nothing,
      ];
    });
  }

  #question({ id, kind, ask }: CheckIn, more?: string[]): TemplateResult {
    const { send, hold } = this.face;
    const typed = ({ currentTarget }: Event) =>
      hold(
        id,
        [...(currentTarget as Element).querySelectorAll('input')].some(({ value }) => value),
      );
    return html`<div role="group" class=${kind} aria-label=${ask} @input=${typed}>
      ${this.form(
        answering(kind, optionsOf(this.state.protocol, id)),
        async (held) => {
          const taken = await send('checkIn', id, ...answered(held));
          if (taken) hold(id, false);
          return taken;
        },
        more,
      )}
    </div>`;
  }
}
