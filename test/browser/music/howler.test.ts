import { expect } from '@open-wc/testing';
import { Howl, Howler, howlOn, unload } from '../../../src/music/howler/tamed.js';
import { wav } from '../../support/tone.js';
import { touch } from '../support/touch.js';

const hidden = Howler as unknown as { _html5AudioPool: HTMLAudioElement[] };

/** Fails when the names of Howler that we rely on, and that are none of its interface, change. */
describe('the names of Howler that are not its interface', () => {
  const file = URL.createObjectURL(new Blob([wav({ seconds: 1 })], { type: 'audio/wav' }));
  let element: HTMLAudioElement;

  beforeEach(() => {
    element = new Audio();
  });

  it('_html5AudioPool gives a Howl the element that was put into it, and keeps none', () => {
    const howl = howlOn(element, file);
    expect(element.src).to.equal(file);
    expect(hidden._html5AudioPool).to.have.length(0);
    unload(howl);
    expect(hidden._html5AudioPool).to.have.length(0);
  });

  it('_sounds[0]._node is the element', () => {
    const howl = howlOn(element, file) as unknown as { _sounds: { _node: HTMLAudioElement }[] };
    expect(howl._sounds[0]?._node).to.equal(element);
    unload(howl as never);
  });

  it('_unlocked brings an element back to the pool when its Howl is unloaded', () => {
    const howl = howlOn(element, file);
    howl.unload();
    expect(hidden._html5AudioPool).to.deep.equal([element]);
    hidden._html5AudioPool.length = 0;
  });

  it('_canPlayEvent is what it waits for', () => {
    const waited: string[] = [];
    element.addEventListener = (type: string) => void waited.push(type);
    const howl = howlOn(element, file);
    unload(howl);
    expect(waited).to.include('canplay').and.not.to.include('canplaythrough');
  });

  it('_clearSound is what empties the element: no data: source, which media-src would refuse', () => {
    expect((Howl.prototype as unknown as { _clearSound: unknown })._clearSound).to.be.a('function');
    const sources: string[] = [];
    const set = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'src')!;
    Object.defineProperty(element, 'src', {
      get: () => set.get!.call(element),
      set: (to) => (sources.push(to), set.set!.call(element, to)),
    });
    const howl = howlOn(element, file);
    unload(howl);
    expect(sources).to.deep.equal([file]);
    expect(element.getAttribute('src')).to.equal(null);
  });

  it('an element can be used again and again', async () => {
    await touch(() => element.load());
    for (let i = 0; i < 3; i++) {
      const howl = howlOn(element, file);
      await new Promise((loaded) => howl.once('load', loaded));
      unload(howl);
    }
  });

  it('makes no AudioContext of its own', () => {
    let made = 0;
    const { AudioContext } = window;
    window.AudioContext = class extends AudioContext {
      constructor() {
        super();
        made++;
      }
    };
    unload(howlOn(element, file));
    window.AudioContext = AudioContext;
    expect(made).to.equal(0);
  });
});

it('a page has no name more than before', () => {
  for (const name of ['Howl', 'Howler', 'HowlerGlobal', 'Sound', 'define'])
    expect(name in window, name).to.equal(false);
});
