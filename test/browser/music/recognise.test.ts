import { expect } from '@open-wc/testing';
import { howlerDeck } from '../../../src/music/howler/howler-deck.js';
import { refuses } from '../../../src/music/library/recognise.js';
import { aiff, wav } from '../../support/tone.js';

const file = (body: BlobPart, type: string) => URL.createObjectURL(new Blob([body], { type }));

/** The same question in every engine: none may refuse what its decks play, nor take what they do not. */
describe('the browser says before a session whether it plays a file', () => {
  it('which it does of music, of whatever type', async () => {
    for (const type of ['audio/wav', '']) expect(await refuses(file(wav({ seconds: 2 }), type))).to.equal(false);
  });

  it('and not of a page, of noise or of nothing', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(10_000));
    // What cannot be a frame of MP3.
    const bytes = noise.map((each) => each % 200);
    for (const body of ['<!doctype html>', bytes, '']) expect(await refuses(file(body, 'audio/mpeg'))).to.equal(true);
  });

  // WebKitGTK hangs on AIFF, in a bare media element too, and its page with it.
  const plays = navigator.vendor.startsWith('Apple') ? it.skip : it;
  plays('and of a kind that not every browser plays as its decks find', async () => {
    const url = file(aiff(wav({ seconds: 2 })), 'audio/aiff');
    const ctx = new AudioContext();
    const heard = new Promise<string>((resolve) => howlerDeck(ctx).load([url], 0, resolve));
    const refused = await refuses(url);
    expect(await heard).to.equal(refused ? 'failed' : 'ready');
    await ctx.close();
  });
});
