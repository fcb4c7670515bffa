import { expect } from '@open-wc/testing';
import type { DeckEvent } from '../../../src/music/deck.js';
import { howlerDeck } from '../../../src/music/howler/howler-deck.js';
import { createLibrary } from '../../../src/music/library/index.js';
import { createStudio } from '../../../src/music/studio.js';
import { wav, type Sound } from '../../support/tone.js';
import { touch } from '../support/touch.js';

const file = (sound: Sound) => URL.createObjectURL(new Blob([wav(sound)], { type: 'audio/wav' }));
/** A deck that is ready is told to play so much later, s. */
const WAITED = 4;
const MISSING = '/there-is-no-such-file.mp3';

/** What a deck tells, to be waited for. */
function listener() {
  const told: string[] = [];
  let look = () => {};
  return {
    told,
    hear: (event: DeckEvent, code?: string) => {
      told.push(code ? `${event} ${code}` : event);
      look();
    },
    until: (event: string) =>
      new Promise<void>((resolve) => {
        look = () => told.includes(event) && resolve();
        look();
      }),
  };
}

const running = () =>
  touch(async () => {
    const ctx = new AudioContext({ latencyHint: 'playback' });
    await ctx.resume();
    return ctx;
  });

const passed = (ctx: AudioContext, seconds: number) =>
  new Promise((resolve) => {
    const source = new ConstantSourceNode(ctx, { offset: 0 });
    source.connect(ctx.destination);
    source.onended = resolve;
    source.start();
    source.stop(ctx.currentTime + seconds);
  });

/** A deck that is listened to: the clock of an element stands still while nobody pulls at it. */
function listened(ctx: AudioContext) {
  const deck = howlerDeck(ctx);
  deck.output.connect(new GainNode(ctx, { gain: 0 })).connect(ctx.destination);
  return deck;
}

/** One that runs, of files of twenty seconds: the element that it plays, and what it tells. */
async function playing(ctx: AudioContext, locations = [file({ seconds: 20 })]) {
  const { Audio } = window;
  const element = new Audio();
  window.Audio = function () {
    return element;
  } as never;
  const deck = listened(ctx);
  window.Audio = Audio;
  const { hear, until, told } = listener();
  deck.load(locations, 0, hear);
  await until('ready');
  deck.play();
  await until('running');
  return { deck, element, until, told };
}

/** Root mean square of what a node gives just now. */
function meter(node: AudioNode) {
  const analyser = new AnalyserNode(node.context, { fftSize: 4096 });
  node.connect(analyser);
  const samples = new Float32Array(4096);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  };
}

describe('a deck', () => {
  let ctx: AudioContext;

  beforeEach(async () => {
    ctx = await running();
  });

  afterEach(() => ctx.close());

  it('plays an address without an ending from a place in it, and stops where it is', async () => {
    const deck = listened(ctx);
    const level = meter(deck.output);
    const { hear, until } = listener();
    deck.load([file({ seconds: 20 })], 7, hear);
    await until('ready');
    deck.play();
    await until('running');
    await passed(ctx, 0.5);
    expect(level()).to.be.greaterThan(0.1);
    deck.pause();
    const { position, seconds } = deck.place();
    expect(position).to.be.within(7, 9);
    expect(seconds).to.be.closeTo(20, 0.1);
    await passed(ctx, 0.3);
    expect(deck.place().position).to.be.closeTo(position, 0.1);
    deck.unload();
  });

  it('begins when it is told to though it was ready long before, and goes on where it was paused', async () => {
    const deck = listened(ctx);
    const level = meter(deck.output);
    const { hear, until, told } = listener();
    /** WebKitGTK would wait as long again; how long a busy machine takes to make it ready anew is not the question. */
    const play = async () => {
      told.length = 0;
      deck.play();
      await until('running');
      const began = ctx.currentTime;
      while (level() < 0.1) {
        await passed(ctx, 0.1);
        expect(ctx.currentTime - began).to.be.below(WAITED - 1);
      }
      await passed(ctx, 2);
      expect(told.filter((event) => event.startsWith('failed'))).to.deep.equal([]);
    };
    deck.load([file({ seconds: 20 })], 7, hear);
    await until('ready');
    await passed(ctx, WAITED);
    await play();
    deck.pause();
    const { position } = deck.place();
    expect(position).to.be.within(8.5, 13);
    await passed(ctx, WAITED);
    await play();
    expect(deck.place().position).to.be.within(position + 1.5, position + 6);
    deck.unload();
  });

  it('tries the alternatives in their order', async () => {
    const deck = listened(ctx);
    const { hear, until, told } = listener();
    deck.load([MISSING, file({ seconds: 2 })], 0, hear);
    await until('ready');
    expect(told).to.deep.equal(['ready']);
    deck.unload();
  });

  it('says so when none can be played', async () => {
    const deck = listened(ctx);
    const { hear, until } = listener();
    deck.load([URL.createObjectURL(new Blob(['no music'])), MISSING], 0, hear);
    await until('failed source');
  });

  it('says so when it fails in the middle, and does not begin the piece anew with another file', async () => {
    const locations = [file({ seconds: 20 }), file({ seconds: 20 })];
    const { deck, element, until, told } = await playing(ctx, locations);
    element.dispatchEvent(new Event('error'));
    await until('failed error');
    expect(told.filter((event) => event === 'ready')).to.have.length(1);
    deck.unload();
  });

  it('says so when a file is over sooner than it can have been played', async () => {
    const { element, until, told } = await playing(ctx);
    // As Chromium does where it can decode no more.
    Object.defineProperty(element, 'currentTime', { value: 20 });
    element.dispatchEvent(new Event('ended'));
    await until('failed decode');
    expect(told).not.to.include('ended');
  });

  it('says so when its place stands still without a word, while the audio clock goes on', async () => {
    const { element, until, told } = await playing(ctx);
    await passed(ctx, 0.5);
    // As Firefox does at the end of what it has of a line that is open still.
    Object.defineProperty(element, 'currentTime', { get: () => 7, set() {} });
    await ctx.suspend();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(told).not.to.include('failed stalled');
    await touch(() => ctx.resume());
    await until('failed stalled');
  });

  it('says that it has ended, from wherever it was begun', async () => {
    const deck = listened(ctx);
    const { hear, until } = listener();
    deck.load([file({ seconds: 20 })], 19, hear);
    await until('ready');
    deck.play();
    await until('ended');
  });

  it('tells of a pause that nobody here asked for, and takes it up again', async () => {
    const { deck, element, until, told } = await playing(ctx);
    element.pause();
    await until('paused');
    told.length = 0;
    deck.play();
    await until('running');
    await passed(ctx, 0.2);
    expect(element.paused).to.equal(false);
    deck.pause();
    await passed(ctx, 0.2);
    expect(told).not.to.include('paused');
    deck.unload();
  });

  it('is not haunted by what it was given before', async () => {
    const deck = listened(ctx);
    const old = listener();
    const now = listener();
    deck.load([file({ seconds: 1 })], 0, old.hear);
    await old.until('ready');
    deck.play();
    deck.unload();
    old.told.length = 0;
    deck.load([file({ seconds: 1, hz: 330 })], 0, now.hear);
    await now.until('ready');
    deck.play();
    await now.until('ended');
    expect(old.told).to.deep.equal([]);
    expect(now.told.filter((event) => event === 'ended')).to.have.length(1);
  });
});

describe('two decks', () => {
  it('cross at constant power, and nothing is heard of a deck before its second has run', async () => {
    const ctx = await running();
    const { mixer, decks } = createStudio(ctx, 1, createLibrary({ onChange() {} }));
    const level = meter(mixer.volume.node);
    const [a, b] = [440, 620].map((hz, i) => {
      const { deck, output } = decks[i]!;
      const heard = listener();
      deck.load([file({ seconds: 20, hz })], 0, heard.hear);
      return { deck, heard, strip: mixer.strip(output, 1) };
    });
    await Promise.all([a!.heard.until('ready'), b!.heard.until('ready')]);
    mixer.levels.on.move(1, 0, 0);
    a!.strip.share.move(1, 0, 0);
    // However late anybody looks, it is not early.
    const began = ctx.currentTime;
    a!.deck.play();
    await a!.heard.until('running');
    while (level() < 0.001) await passed(ctx, 0.05);
    expect(ctx.currentTime - began).to.be.at.least(0.9);
    await passed(ctx, 0.7);
    const before = level();
    expect(before).to.be.greaterThan(0.1);

    b!.deck.play();
    await b!.heard.until('running');
    const comes = meter(decks[1]!.output);
    while (comes() < 0.1) await passed(ctx, 0.1);
    const start = ctx.currentTime;
    a!.strip.share.move(0, start, start + 3, true);
    b!.strip.share.move(1, start, start + 3, true);
    const levels: number[] = [];
    while (ctx.currentTime < start + 3.2) {
      await passed(ctx, 0.1);
      levels.push(20 * Math.log10(level() / before));
    }
    // A machine that drops out now and then shows in single windows; a crossfade that is wrong, in its whole middle.
    const outside = levels.filter((each) => Math.abs(each) > 1.5);
    expect(outside.length, levels.map((each) => each.toFixed(1)).join(' ')).to.be.lessThan(levels.length / 3);
    expect(levels.sort((x, y) => x - y)[levels.length >> 1]).to.be.closeTo(0, 0.5);
    await ctx.close();
  });
});
