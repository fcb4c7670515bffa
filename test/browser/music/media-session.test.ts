import { expect } from '@open-wc/testing';
import { builtinPlaylists } from '../../../src/music/playlist/builtin.js';
import { Told } from '../../support/simulated-music.js';
import { closeSound, soundOf } from '../support/sound.js';
import { touch } from '../support/touch.js';

const { mediaSession } = navigator;
const water = builtinPlaylists[0]!;

describe('lock screens and headsets', () => {
  const handlers = new Map<string, (() => void) | null>();

  beforeEach(() => {
    handlers.clear();
    mediaSession.metadata = new MediaMetadata({ title: "The page's own" });
    mediaSession.setActionHandler = (action, handler) => void handlers.set(action, handler as () => void);
  });

  afterEach(async () => {
    await closeSound();
    Reflect.deleteProperty(mediaSession, 'setActionHandler');
    mediaSession.metadata = null;
    mediaSession.playbackState = 'none';
  });

  const opened = async () => {
    const told = new Told(water.tracks);
    const room = soundOf(told);
    const began = room.until('track-started');
    room.do('open');
    await touch(() => room.music.unlock());
    await began;
    return { told, room };
  };

  it('are left to the page until a session opens', () => {
    const told = new Told(water.tracks);
    const { music } = soundOf(told);
    music.update(told.session, 0);
    expect([...handlers]).to.deep.equal([]);
    expect(mediaSession.metadata?.title).to.equal("The page's own");
  });

  it('are shown a neutral title, and can neither skip nor seek', async () => {
    await opened();
    expect(mediaSession.metadata).to.include({ title: 'Stillroom', artist: '', album: '' });
    expect(mediaSession.playbackState).to.equal('playing');
    expect([...handlers.keys()].sort()).to.deep.equal(['pause', 'play', 'stop']);
  });

  it('silence the music, and bring back what they have silenced', async () => {
    const { told, room } = await opened();
    handlers.get('pause')!();
    expect(told.on.silenced).to.equal('device');
    expect(mediaSession.playbackState).to.equal('paused');
    handlers.get('pause')!();
    expect(room.facts('silenced')).to.deep.equal([{ by: 'device' }]);
    handlers.get('play')!();
    expect(told.on.silenced).to.equal(null);
    expect(room.facts('music-restored')).to.deep.equal([{ by: 'device' }]);
    expect(mediaSession.playbackState).to.equal('playing');
  });

  it('bring it back at the gentlest of its phase', async () => {
    const { told, room } = await opened();
    room.do('fuller');
    room.do('fuller');
    handlers.get('pause')!();
    handlers.get('play')!();
    expect(told.on.intensity).to.equal(1);
  });

  it("do not undo a person's silence", async () => {
    const { told, room } = await opened();
    room.do('silence');
    expect(mediaSession.playbackState).to.equal('paused');
    handlers.get('play')!();
    expect(told.on.silenced).to.equal('person');
  });

  it('are given back when the room closes', async () => {
    await opened();
    await closeSound();
    expect([...handlers.values()]).to.deep.equal([null, null, null]);
    expect(mediaSession.metadata?.title).to.equal("The page's own");
    expect(mediaSession.playbackState).to.equal('none');
  });
});
