import { expect, waitUntil } from '@open-wc/testing';
import { builtinPlaylists } from '../../../src/music/playlist/builtin.js';
import { protocol, Told, track } from '../../support/simulated-music.js';
import { wav } from '../../support/tone.js';
import { closeSound, soundOf, watchContexts } from '../support/sound.js';
import { touch } from '../support/touch.js';

const water = builtinPlaylists[0]!;
const file = (hz: number) => URL.createObjectURL(new Blob([wav({ seconds: 60, hz })], { type: 'audio/wav' }));

describe('the sound of a room', () => {
  afterEach(closeSound);

  it('makes nothing before it is wanted', () => {
    const { AudioContext } = window;
    let made = 0;
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        made++;
      }
    };
    const { music } = soundOf(new Told(water.tracks));
    music.update(null, 0);
    music.setVolume(0.5);
    music.maxVolume = 0.8;
    window.AudioContext = AudioContext;
    expect(made).to.equal(0);
    expect(music.lacks).to.equal(null);
  });

  it('plays a soundscape without a file, and says what it plays', async () => {
    const told = new Told(water.tracks);
    const room = soundOf(told);
    const began = room.until('track-started');
    room.do('open');
    await touch(() => room.music.unlock());
    await began;
    expect(room.music.lacks).to.equal(null);
    expect(room.music.heard.track).to.equal('hush');
  });

  it('returns to where it was when the page was left', async () => {
    const told = new Told([track('a', { location: [file(440)] }), track('b', { location: [file(550)] })]);
    told.do('open');
    told.plays('b');
    const room = soundOf(told);
    const began = room.until('track-started');
    room.music.resumeAt({ track: 'b', position: 21 });
    room.music.update(told.session, told.t);
    await touch(() => room.music.unlock());
    await began;
    expect(told.on.music.plays.at(-1)).to.include({ track: 'b', why: 'resume', position: 21 });
    // However long a slow machine takes to let it begin.
    await waitUntil(() => room.music.position > 21.5, 'it does not play', { timeout: 15_000 });
    expect(room.music.heard.track).to.equal('b');
    expect(told.on.music.failed).to.deep.equal([]);
  });

  it('gives a taste of a list that no journal hears of, and no more when it is asked again', async () => {
    const told = new Told(water.tracks);
    const room = soundOf(told);
    await touch(() => room.music.listen(water));
    await waitUntil(() => room.music.heard.track === 'hush', 'nothing is heard', { timeout: 10_000 });
    await room.music.listen(water);
    expect(told.facts.map(({ type }) => type)).to.deep.equal(['prepared']);
  });

  it('says so where nothing of a list can be played that is listened to, and lets nothing stand in', async () => {
    const told = new Told(water.tracks);
    const room = soundOf(told);
    const watched = watchContexts();
    const lost = { ...water, tracks: [track('a', { location: ['/there-is-no-such-file.mp3'] })] };
    await touch(() => room.music.listen(lost));
    await waitUntil(() => room.troubles.length > 0, 'nothing is told', { timeout: 15_000 });
    expect(room.troubles).to.deep.equal(['a source']);
    await waitUntil(() => watched.level() < -80, 'something is heard', { timeout: 10_000 });
    watched.stop();
    expect(told.facts.map(({ type }) => type)).to.deep.equal(['prepared']);
  });

  it('is silent with the list of silence', async () => {
    const told = new Told(builtinPlaylists[1]!.tracks, protocol(), 'silence');
    const room = soundOf(told);
    room.do('open');
    await touch(() => room.music.unlock());
    expect(room.music.heard.track).to.equal(null);
    expect(room.music.next).to.equal(null);
    expect(room.music.lacks).to.equal(null);
  });

  it('lets go of everything when it is closed', async () => {
    const contexts: AudioContext[] = [];
    const { AudioContext } = window;
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(this);
      }
    };
    const room = soundOf(new Told(water.tracks));
    room.do('open');
    await touch(() => room.music.unlock());
    window.AudioContext = AudioContext;
    await closeSound();
    expect(contexts.map(({ state }) => state)).to.deep.equal(['closed']);
  });
});
