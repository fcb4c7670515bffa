import { html, nothing, type TemplateResult } from 'lit';
import { correct } from './correct.js';
import { modeOf } from './modes.js';
import { firstDose, moments, written } from './moments.js';
import { View, minutes } from './view.js';
import type { Entry } from '../session/types.js';

/** How long End waits for its second touch, ms. */
const SURE = 4000;

/** Every live move, named by its effect; only what is possible now is there. */
export class Controls extends View {
  static override properties = { ...View.properties, sure: { state: true }, entries: { state: true } };

  declare sure: boolean;
  /** The journal with its private parts, while what was written is being corrected. */
  declare entries: readonly Entry[] | undefined;

  #forget: ReturnType<typeof setTimeout> | undefined;

  protected override render() {
    const { state } = this;
    const mode = modeOf(state);
    return [
      this.#group('moments', this.act('undo', [], this.#undo()), firstDose(this), moments(this)),
      mode === 'attend' ? nothing : this.#phases(),
      this.#music(mode === 'stage'),
      this.#group('more', written(this), correct(this)),
      this.#group(
        'way',
        state.storage === 'durable' ? nothing : html`<p>${this.say('memory')}</p>`,
        this.act('clockChanged'),
        mode === 'attend' ? nothing : [this.act('attend', [true]), this.act('away', [true])],
        this.act('close'),
        this.#end(),
        this.act('reopen'),
        this.act('leave'),
      ),
    ];
  }

  #group(name: string, ...content: unknown[]): TemplateResult | typeof nothing {
    return content.flat().every((each) => each === nothing)
      ? nothing
      : html`<section part="group" class=${name} aria-label=${this.say(name)}>${content}</section>`;
  }

  #music(stage: boolean) {
    const { track, by, volume } = this.state.music;
    return this.#group(
      'music',
      track ? html`<h3>${track.title}<small>${track.creator}</small></h3>` : nothing,
      by === 'device' ? html`<p>${this.say('paused')}</p>` : nothing,
      this.act('quieter'),
      this.act('louder'),
      this.can('setVolume')
        ? html`<input
            type="range"
            part="slider"
            aria-label=${this.say('setVolume')}
            min="0.1"
            max="1"
            step="0.01"
            .value=${this.#slider() ?? `${volume}`}
            @input=${({ target }: Event) => this.face.send('setVolume', Number((target as HTMLInputElement).value))}
          />`
        : nothing,
      this.act('gentler'),
      this.act('fuller'),
      this.act('skip'),
      this.act('speak', [!this.state.music.speaking], undefined, this.state.music.speaking),
      stage ? nothing : [this.act('silence'), this.act('music')],
    );
  }

  /** A slider that is being moved keeps its place. */
  #slider(): string | undefined {
    const { activeElement } = this.getRootNode() as ShadowRoot;
    return activeElement instanceof HTMLInputElement && activeElement.type === 'range' ? activeElement.value : undefined;
  }

  #phases() {
    const { phase, protocol } = this.state;
    const { phaseLeft } = this.face.clock;
    const phases = protocol?.phases ?? [];
    return this.#group(
      'phases',
      phase
        ? html`<h3>
            ${phase.label}<small>${phaseLeft === null ? nothing : `${minutes(phaseLeft)} ${this.say('left')}`}</small>
          </h3>`
        : nothing,
      this.act('stay'),
      this.act('goOn'),
      this.act('extend', [5]),
      this.act('next', [], `${this.say('next')}: ${phases[(phase?.index ?? 0) + 1]?.label}`),
      this.can('goTo')
        ? this.fold(
            this.say('phases'),
            phases.map(({ id, label }) => (id === phase?.id ? nothing : this.act('goTo', [id], label))),
          )
        : nothing,
    );
  }

  #undo(): string {
    return `${this.say('undo')}: ${this.say(this.state.undoable?.type ?? '')}`;
  }

  /** Two touches, in place; a double click is one. */
  #end() {
    const touch = ({ detail }: MouseEvent) => {
      clearTimeout(this.#forget);
      if (this.sure && detail < 2) void this.face.send('end');
      else this.#forget = setTimeout(() => (this.sure = false), SURE);
      this.sure = !this.sure || detail > 1;
    };
    return this.can('end')
      ? html`<button type="button" part="button" class="end" @click=${touch}>
          ${this.say(this.sure ? 'sure' : 'end')}
        </button>`
      : nothing;
  }
}
