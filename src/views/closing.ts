import { html, nothing } from './lit.js';
import type { Entry } from '../session/types.js';
import { timeline } from './timeline.js';
import { View } from './view.js';

/** The way out: the closing list, and after the end the session's timeline. */
export class Closing extends View {
  /** What was typed of each mark, by its place in the journal; read for this face alone. */
  #marks: Record<number, { kind?: string; text?: string }> = {};
  #read = 0;

  protected override willUpdate(): void {
    const { status, session, journal } = this.state;
    if (status !== 'ended' || journal.length === this.#read) return;
    this.#read = journal.length;
    void this.face.read(session!).then((entries: Entry[]) => {
      for (const { seq, type, data, private: secret } of entries)
        if (type === 'marked') this.#marks[seq] = { ...secret };
        else if (type === 'amended' && data.of in this.#marks) Object.assign(this.#marks[data.of]!, secret?.change);
      this.requestUpdate();
    });
  }

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
                ?disabled=${!this.can('tick')}
                @change=${({ target }: Event) => this.face.send('tick', item, (target as HTMLInputElement).checked)}
              />${item}</label
            >`,
        )}`;

    const moments = timeline(this.state);
    const zero = doses[0]?.t ?? moments[0]?.t ?? 0;
    return html`<h2>${this.say('session')} <small>${protocol?.title}</small></h2>
      <ol part="timeline">
        ${moments.map(({ t, seq, title, word }) => {
          const { kind, text } = this.#marks[seq!] ?? {};
          // Of a mark what it was, and beside it what was heard.
          const lines = seq ? [this.say(word), kind && this.say(kind), text] : [title ?? this.say(word)];
          return html`<li class=${word}>
            <span>${this.min(t - zero)}</span>
            <span
              >${lines.filter(Boolean).join(' · ')}
              <small>${seq ? title : title && !/^(phase|track)$/.test(word) ? this.say(word) : nothing}</small></span
            >
          </li>`;
        })}
      </ol>`;
  }
}
