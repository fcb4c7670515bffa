import { html, nothing, type TemplateResult } from 'lit';
import type { CheckIn } from '../session/types.js';
import { answered, answering, planOf } from './answers.js';
import { View, minutes } from './view.js';

/**
 * What is due, as small cards that take no focus and make no sound; what fell due together is one card. Answered in one
 * touch; a lapsed one leaves a faint line that takes a late answer.
 */
export class CheckIns extends View {
  protected override render() {
    const { checkIns } = this.state;
    // Every check-in keeps its place among the nodes, so that what is half typed stays with its own question.
    return checkIns.map(({ status, dueAt }, i) => {
      const due = (other: CheckIn) => other.status === 'due' && other.dueAt === dueAt;
      if (status === 'lapsed') return this.#lapsed(checkIns[i]!);
      if (status !== 'due' || checkIns.findIndex(due) < i) return nothing;
      const all = (name: string) => () => checkIns.filter(due).forEach(({ id }) => void this.face.send(name, id));
      return html`<section part="card" aria-label=${this.say('checkIn')}>
        ${checkIns.map((each) => (due(each) ? this.#question(each) : nothing))}
        <div class="row">
          ${['laterCheckIn', 'skipCheckIn'].map(
            (name) => html`<button type="button" part="button" class="plain" @click=${all(name)}>${this.say(name)}</button>`,
          )}
        </div>
      </section>`;
    });
  }

  #question({ id, kind, ask }: CheckIn, late = false): TemplateResult {
    const { send, hold } = this.face;
    const plan = answering(kind, planOf(this.state.protocol, id)?.options);
    const typing = ({ currentTarget }: Event) =>
      hold(id, [...(currentTarget as Element).querySelectorAll('input')].some(({ value }) => value));
    return html`<div class=${kind} role="group" aria-label=${ask} @input=${typing}>
      ${late ? nothing : html`<h3>${ask}</h3>`}
      ${this.form(late ? { ...plan, fields: [...(plan.fields ?? []), 'ago'] } : plan, async (held) => {
        const { answer, when } = answered(kind, held);
        const taken = await send('checkIn', id, answer, when);
        if (taken) hold(id, false);
        return taken;
      })}
    </div>`;
  }

  #lapsed(checkIn: CheckIn): TemplateResult {
    const zero = this.state.doses[0]?.t;
    const at = zero === undefined ? '' : ` · ${minutes(checkIn.dueAt - zero)} ${this.say('min')}`;
    return html`<div class="lapsed" part="lapsed">
      ${this.fold(`${this.say('lapsed')} · ${checkIn.ask}${at}`, this.#question(checkIn, true))}
    </div>`;
  }
}
