import { html, nothing } from './lit.js';
import { correct } from './correct.js';
import { dose, dwelling, marking, written } from './moments.js';
import { twice } from './twice.js';
import { View } from './view.js';

/** Every live move, named by its effect; only what is possible now and would change something is there. */
export class Controls extends View {
  #end = twice(this, () => this.face.send('end'));

  protected override render() {
    const { phase, protocol, doses, undoable, storage, unsealable, music, status, role, locked } = this.state;
    const { sinceDose, phaseLeft } = this.face.clock;
    const { track, by, speaking } = music;
    const phases = protocol?.phases ?? [];
    const ended = status === 'ended';
    const rest = [...written(this), correct(this)];
    return [
      this.#group(
        'moments',
        !ended && sinceDose !== null && html`<h2>${this.min(sinceDose)}</h2>`,
        this.act('undo', [], `${this.say('undo')}: ${this.say(undoable?.type ?? '')}`),
        !doses[0] && this.folded('dose', dose(this), this.say('details')),
        dwelling(this),
        marking(this),
      ),
      this.#group(
        'phases',
        !ended &&
          phase &&
          html`<h2>${phase.label} <small>${phaseLeft === null ? nothing : this.min(phaseLeft, 'left')}</small></h2>`,
        !phase?.stayed && this.act('stay'),
        phase?.stayed && this.act('goOn'),
        this.act('extend', [5]),
        this.act('next', [], `${this.say('next')}: ${phases[(phase?.index ?? 0) + 1]?.label}`),
        this.folded(
          'goTo',
          phases.map(({ id, label }) => (id === phase?.id ? nothing : this.act('goTo', [id], label))),
          this.say('phases'),
        ),
      ),
      this.#group(
        'music',
        track && html`<h2>${track.title} <small>${track.creator}</small></h2>`,
        by === 'device' && html`<p>${this.say('byDevice')}</p>`,
        !ended &&
          this.can('setVolume') &&
          html`<div class="volume">${this.act('quieter')}${this.#slider()}${this.act('louder')}</div>`,
        this.act('gentler'),
        this.act('fuller'),
        !this.hushed && this.act('skip'),
        this.act('speak', [!speaking], undefined, speaking),
      ),
      this.#group('more', rest.some((each) => each !== nothing) && this.fold(this.say('more'), rest)),
      this.#group(
        'way',
        storage !== 'durable' && html`<p>${this.say('memory')}</p>`,
        unsealable && html`<p>${this.say('unsealable')}</p>`,
        role === 'viewer' && html`<p>${this.say('viewer')}</p>`,
        this.act('takeOver'),
        this.act('clockChanged'),
        !locked && this.act('lock'),
        this.act('away', [true]),
        this.act('close'),
        this.can('end') && this.button(this.say(this.#end.asked ? 'sure' : 'end'), this.#end.touch, 'end'),
        this.act('reopen'),
        this.act('leave'),
      ),
    ];
  }

  /** One group of moves; absent where there is none. All keep their places, and with them what is half typed. */
  #group(name: string, ...content: unknown[]) {
    const shown = content.map((each) => each || nothing);
    return shown.flat().some((each) => each !== nothing)
      ? html`<div role="group" part="group" class=${name} aria-label=${this.say(name)}>${shown}</div>`
      : nothing;
  }

  #slider() {
    // A slider that is being moved keeps its place.
    const own = this.querySelector<HTMLInputElement>('[type=range]:focus');
    return html`<input
      type="range"
      aria-label=${this.say('setVolume')}
      min="0.1"
      max="1"
      step="0.01"
      .value=${own?.value ?? `${this.state.music.volume}`}
      @input=${({ target }: Event) => this.face.send('setVolume', Number((target as HTMLInputElement).value))}
    />`;
  }
}
