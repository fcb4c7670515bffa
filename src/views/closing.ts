import { html, nothing } from './lit.js';
import { download } from './download.js';
import { timeline } from './timeline.js';
import { twice } from './twice.js';
import { View } from './view.js';

/** The way out: the closing list, and after the end the session's timeline. */
export class Closing extends View {
  /** What was typed of each mark, by its place in the journal; read for this face alone. */
  #marks: Record<number, { kind?: string; text?: string }> = {};
  #erase = twice(this, () => this.face.send('erase', this.state.session));
  #read = '';

  protected override willUpdate(): void {
    const { status, session, journal, locked } = this.state;
    const read = `${locked} ${journal.length}`;
    if (status !== 'ended' || read === this.#read) return;
    this.#read = read;
    void this.secrets(session!).then((entries) => {
      this.#marks = {};
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
      </ol>
      ${this.can('leave') ? this.#keeping() : nothing}`;
  }

  /** What becomes of it: a file to take away, and then nothing here. */
  #keeping() {
    const copied = this.state.journal.findLast(({ type }) => type === 'exported');
    return html`<section part="keeping">
      ${this.button(this.say('export'), this.#export)}
      ${this.button(this.say(this.#erase.asked ? 'sureErase' : 'erase'), this.#erase.touch)}
      <p>
        ${copied ? `${this.say('exported')} ${new Date(copied.at).toLocaleTimeString([], { timeStyle: 'short' })}. ` : nothing}${this.say('reach')}
      </p>
    </section>`;
  }

  #export = async (): Promise<void> => {
    const { session } = this.state;
    const copy = await this.face.export(session!, 'json');
    // The id is random: it says nothing of anybody.
    if (copy) download(copy, `stillroom-${session}.json`);
  };
}
