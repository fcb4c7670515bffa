import { expect, waitUntil } from '@open-wc/testing';
import { Told, track } from '../../support/simulated-music.js';
import { wav } from '../../support/tone.js';
import { closeSound, soundOf, watchContexts } from '../support/sound.js';
import { touch } from '../support/touch.js';

const file = (hz: number) => URL.createObjectURL(new Blob([wav({ seconds: 120, hz })], { type: 'audio/wav' }));
const audible = -50;

describe('sound that is taken away', function () {
  this.timeout(60_000);
  let watched: ReturnType<typeof watchContexts>;
  beforeEach(() => (watched = watchContexts()));
  afterEach(async () => {
    await closeSound();
    watched.stop();
  });

  /** A room that has just begun to be heard. */
  const opened = async () => {
    const told = new Told([track('a', { location: [file(440)], loudness: null })]);
    const room = soundOf(told);
    room.do('open');
    await touch(() => room.music.unlock());
    await waitUntil(() => watched.level() > audible, 'nothing is heard', { timeout: 20_000 });
    room.changes.length = 0;
    return { told, room };
  };
  const heard = () =>
    waitUntil(() => watched.level() > audible, 'nothing is heard again', { interval: 20, timeout: 20_000 });

  // WebKit tells of a context that a page suspends late, or not at all.
  const tells = /chrome|firefox/i.test(navigator.userAgent) ? it : it.skip;

  tells('is back by itself after the browser suspended it, and no touch is asked for', async () => {
    const { room } = await opened();
    const back = room.until('resumed');
    await watched.contexts[0]!.suspend();
    await back;
    await heard();
    expect(room.changes).not.to.include(true);
    expect(watched.contexts).to.have.length(1);
    expect(room.facts('interrupted')).to.have.length(1);
    expect(room.facts('track-started')).to.have.length(1);
  });

  it('is back in a new context, at its place, after the old one died', async () => {
    const { told, room } = await opened();
    const { position } = room.music;
    const back = room.until('resumed');
    await watched.contexts[0]!.close();
    await back;
    await heard();
    expect(watched.contexts.map(({ state }) => state)).to.deep.equal(['closed', 'running']);
    // Where a file takes long to come back, as in WebKitGTK on a busy machine, the soundscape sounds meanwhile.
    await waitUntil(() => room.music.heard.track === 'a', 'the piece is not back', { timeout: 20_000 });
    expect(room.music.position).to.be.within(position - 0.5, position + 4);
    expect(room.changes).not.to.include(true);
    expect(told.on.music.failed).to.deep.equal([]);
  });

  tells('is given up on for a context that takes every resume and never runs', async () => {
    const { room } = await opened();
    const [first] = watched.contexts;
    first!.resume = () => new Promise(() => {});
    const back = room.until('resumed');
    await first!.suspend();
    await back;
    expect(first!.state).to.equal('closed');
    await heard();
  });

  describe('from one output', () => {
    const { mediaDevices } = navigator;
    let outputs = [] as object[];
    beforeEach(() => {
      mediaDevices.enumerateDevices = () => Promise.resolve(outputs as MediaDeviceInfo[]);
    });
    afterEach(() => Reflect.deleteProperty(mediaDevices, 'enumerateDevices'));
    const output = (deviceId: string, groupId = deviceId) => ({ kind: 'audiooutput', deviceId, groupId });

    it('comes back on the other from nothing, and says so', async () => {
      outputs = [output('default', 'headphones'), output('h', 'headphones'), output('s', 'speakers')];
      const { room } = await opened();
      await waitUntil(() => watched.level() > -40, 'it is not yet loud', { timeout: 20_000 });
      const told = room.until('output-changed');
      outputs = [output('default', 'speakers'), output('s', 'speakers')];
      mediaDevices.dispatchEvent(new Event('devicechange'));
      await told;
      expect(room.facts('output-changed')[0]).to.include({ why: 'lost' });
      await waitUntil(() => watched.level() < -70, 'it did not go', { interval: 20, timeout: 600 });
      await heard();
    });

    it('comes back from nothing where all that is known is that one may have changed, and says no more', async () => {
      outputs = [output('')];
      const { room } = await opened();
      await waitUntil(() => watched.level() > -40, 'it is not yet loud', { timeout: 20_000 });
      const told = room.until('output-changed');
      mediaDevices.dispatchEvent(new Event('devicechange'));
      await told;
      expect(room.facts('output-changed')[0]).to.include({ why: 'perhaps' });
      await waitUntil(() => watched.level() < -70, 'it did not go', { interval: 20, timeout: 600 });
      await heard();
    });

    it('is not touched where another one comes or goes', async () => {
      outputs = [output('default', 'headphones'), output('h', 'headphones'), output('s', 'speakers')];
      const { room } = await opened();
      outputs = outputs.slice(0, 2);
      mediaDevices.dispatchEvent(new Event('devicechange'));
      await new Promise((resolve) => setTimeout(resolve));
      expect(room.facts('output-changed')).to.deep.equal([]);
    });
  });
});
