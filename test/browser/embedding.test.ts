import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { css } from 'lit';
import type { StillRoom } from '../../src/still-room.js';
import { room, roomIn, until } from './support/room.js';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code: string }) => error.code,
  );
const list = (title: string) => ({
  playlist: { title, identifier: `https://x.test/${title}`, track: [{ location: 'stillroom:tide', title: 'Tide' }] },
});

const cover = ({ shadowRoot }: StillRoom) => shadowRoot!.querySelector<HTMLElement>('[part=cover]')!;

describe('a host page that does what it likes', function () {
  this.timeout(60_000);

  it('shows one room in two elements, and either may be touched', async () => {
    const first = await room({ pace: 1 });
    const second = await room({ pace: 1, room: first.room });
    await first.prepare({ protocol: 'iv' });
    expect(second.state).to.equal(first.state);
    await second.open();
    await second.mark('from the other one');
    expect(first.state.marks.length).to.equal(1);
    expect(first.state.journal.map(({ seq }) => seq)).to.deep.equal(first.state.journal.map((_, i) => i));
    await first.end();
  });

  it('moves the element without a pause in anything', async () => {
    const element = await room({ pace: 1 });
    await element.prepare();
    await element.open();
    const before = element.state.journal.length;
    const place = document.createElement('div');
    document.body.append(place);
    place.append(element);
    await element.updateComplete;
    await element.mark();
    expect(element.state.status).to.equal('open');
    expect(element.state.journal.length).to.be.above(before);
    await element.end();
    place.remove();
  });

  it('moves the element that covers the page: the page does not come out from under it', async () => {
    const element = await room({ pace: 1 });
    await element.prepare({ playlist: 'silence' });
    await element.open();
    await element.updateComplete;
    const face = cover(element);
    const covers = () => [face.matches(':popover-open'), getComputedStyle(face).display];
    expect(covers()).to.deep.equal([true, 'block']);
    const place = document.createElement('div');
    const shadow = document.createElement('div');
    document.body.append(place, shadow);
    place.append(element);
    expect(covers(), 'elsewhere').to.deep.equal([true, 'block']);
    const wrapper = document.createElement('section');
    element.replaceWith(wrapper);
    wrapper.append(element);
    expect(covers(), 'wrapped').to.deep.equal([true, 'block']);
    shadow.attachShadow({ mode: 'open' }).append(element);
    expect(covers(), 'in a shadow root').to.deep.equal([true, 'block']);
    // Taken out again before it has heard that it was put in.
    customElements.define(
      'takes-out',
      class extends HTMLElement {
        connectedCallback() {
          this.replaceChildren();
        }
      },
    );
    const host = document.createElement('takes-out');
    host.append(element);
    place.append(host);
    place.append(element);
    expect(covers(), 'taken out on the way').to.deep.equal([true, 'block']);
    await element.end();
    place.remove();
    shadow.remove();
  });

  for (const inline of [false, true])
    it(`moves the ${inline ? 'inline ' : ''}element into another document and back: it keeps its looks`, async () => {
      const element = await room({ pace: 1, inline });
      await element.prepare({ playlist: 'silence' });
      await element.open();
      await element.updateComplete;
      const face = element.shadowRoot!.querySelector('[part=face]')!;
      const looks = () => {
        const { display, outlineStyle, containerType, color } = face.ownerDocument.defaultView!.getComputedStyle(face);
        return { display, outlineStyle, containerType, color };
      };
      const before = looks();
      expect(before.containerType).to.equal('inline-size');
      const frame = document.createElement('iframe');
      document.body.append(frame);
      frame.contentDocument!.body.append(element);
      expect(looks()).to.deep.equal(before);
      await element.mark();
      document.body.append(element);
      expect(looks()).to.deep.equal(before);
      if (!inline) expect(cover(element).matches(':popover-open')).to.equal(true);
      await element.end();
      element.remove();
      frame.remove();
    });

  it('keeps the styles that a class of the page’s own adds, in the page and in another document', async () => {
    const { StillRoom: Class } = await import('../../src/still-room.js');
    const added = css`
      [part='face'] {
        outline-offset: 7px;
      }
    `;
    customElements.define(
      'own-styles',
      class extends Class {
        static override styles = added;
      },
    );
    const element = document.createElement('own-styles') as StillRoom;
    element.room = `own-styles-${Date.now()}`;
    document.body.append(element);
    await element.ready;
    await element.updateComplete;
    const face = element.shadowRoot!.querySelector('[part=face]')!;
    const looks = () => {
      const { outlineOffset, containerType } = face.ownerDocument.defaultView!.getComputedStyle(face);
      return [outlineOffset, containerType];
    };
    expect(looks()).to.deep.equal(['7px', 'inline-size']);
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument!.body.append(element);
    expect(looks(), 'elsewhere').to.deep.equal(['7px', 'inline-size']);
    document.body.append(element);
    expect(looks(), 'back').to.deep.equal(['7px', 'inline-size']);
    element.remove();
    frame.remove();
  });

  it('moves the element into another document: its minutes go on, and a key wakes its controls there', async () => {
    const first = await room({ pace: 60 });
    await first.prepare({ playlist: 'silence' });
    await first.open();
    await first.dose();
    // One that comes into an open session begins in the dark, as after a reload.
    const element = await roomIn(document.body, { room: first.room });
    const shown = (selector: string) => element.shadowRoot!.querySelector(selector)!;
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const page = frame.contentDocument!;
    page.body.append(element);
    await element.updateComplete;
    const minutes = () => shown('[part=numerals]').textContent;
    const before = minutes();
    await waitUntil(() => minutes() !== before, 'minutes go on', { timeout: 5000 });
    expect(shown('.face').matches('.asleep')).to.equal(true);
    page.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, composed: true }));
    await waitUntil(() => !shown('.face').matches('.asleep'), 'awake');
    await first.end();
    element.remove();
    frame.remove();
  });

  it('draws the element in another document first, or lays it aside in one that nobody sees', async () => {
    const element = document.createElement('still-room') as StillRoom;
    element.room = `first-elsewhere-${Date.now()}`;
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument!.body.append(element);
    await element.ready;
    await element.prepare({ playlist: 'silence' });
    await element.open();
    await element.updateComplete;
    const face = element.shadowRoot!.querySelector('[part=face]')!;
    const contains = () => face.ownerDocument.defaultView!.getComputedStyle(face).containerType;
    expect(contains()).to.equal('inline-size');
    document.implementation.createHTMLDocument().body.append(element);
    await element.mark();
    await element.updateComplete;
    document.body.append(element);
    expect(contains()).to.equal('inline-size');
    await element.end();
    element.remove();
    frame.remove();
  });

  it('removes the last element: the room lets go after a while, and the session stays open', async () => {
    const element = await room({ pace: 1 });
    await element.prepare({ protocol: 'im' });
    await element.open();
    await element.dose();
    const { session } = element.state;
    element.remove();
    // Granted once the owner has let go.
    await navigator.locks.request(`stillroom:${element.room}`, () => undefined);
    const again = await room({ pace: 1, room: element.room });
    await until(again, ({ role }) => role === 'owner', 'the room');
    expect(again.state.session).to.equal(session);
    expect(again.state.status).to.equal('open');
    expect(again.clock!.sinceDose).to.be.above(9000);
    await again.end();
  });

  it('gives it another room: the old one as if removed, the new one idle', async () => {
    const element = await room({ pace: 1 });
    await element.prepare();
    element.room = `${element.room}-next`;
    await element.updateComplete;
    await element.ready;
    expect(element.state.status).to.equal('idle');
    expect(element.state.room).to.match(/-next$/);
  });

  it('gives it another room and calls a method at once: it is done in that room', async () => {
    const element = await room({ pace: 1, playlists: [list('Mine')] });
    const [first, second] = [element.room, `${element.room}-second`];
    await element.prepare({ code: 'first' });
    element.maxVolume = 0.3;
    element.room = second;
    expect(element.state.room).to.equal(second);
    expect(element.state.status).to.equal('idle');
    expect(element.clock!.now).to.equal(null);
    expect((await element.prepare({ code: 'second' })).room).to.equal(second);
    expect((await element.setVolume(1)).music.volume).to.equal(0.3);
    const { session } = element.state;
    element.room = first;
    expect((await element.sessions()).map(({ code }) => code)).to.deep.equal(['first']);
    element.room = second;
    expect((await element.read(session!))[0]!.private).to.deep.include({ code: 'second' });
    element.room = first;
    expect(await code(element.export(session!, 'json'))).to.equal('unknown');
    element.room = `${first}-third`;
    expect(element.offers.playlists).to.deep.equal([]);
    element.room = second;
    await element.ready;
    expect(element.offers.playlists.map(({ title }) => title)).to.include('Mine');
    await element.leave();
    element.room = first;
    await element.leave();
  });

  it('gives it another room while it is out of the page: a method waits until it is back', async () => {
    const element = await room({ pace: 1 });
    const host = element.parentElement!;
    const next = `${element.room}-next`;
    element.remove();
    element.room = next;
    expect(element.state.room).to.equal(next);
    const prepared = element.prepare();
    await element.updateComplete;
    expect((await indexedDB.databases()).map(({ name }) => name)).not.to.include(`stillroom:${next}`);
    host.append(element);
    expect((await prepared).room).to.equal(next);
    await element.leave();
  });

  it('takes the name of its room away: it is in the room that every tag without one is in', async () => {
    const element = await room({ pace: 1 });
    element.setAttribute('room', `${element.room}-attribute`);
    await element.updateComplete;
    expect(element.state.room).to.match(/-attribute$/);
    element.removeAttribute('room');
    await element.updateComplete;
    expect(element.state.room).to.equal('room');
    element.room = null as never;
    await element.updateComplete;
    expect(element.state.room).to.equal('room');
    expect((await indexedDB.databases()).map(({ name }) => name)).not.to.include('stillroom:null');
  });

  it('asks two elements of one room for different limits: the more careful holds, while its element is there', async () => {
    const first = await room({ pace: 1 });
    first.maxVolume = 0.3;
    first.lockAfter = 0.02;
    await first.updateComplete;
    const second = await room({ pace: 1, room: first.room });
    await second.updateComplete;
    await second.prepare();
    await second.setVolume(1);
    expect(second.state.music.volume).to.equal(0.3);
    await until(second, ({ locked }) => locked, 'the lock');
    first.remove();
    await Promise.resolve();
    await second.setVolume(1);
    expect(second.state.music.volume).to.equal(0.8);
    await second.leave();
  });

  it('keeps what was set before the upgrade, and never freezes what the host gave', async () => {
    const raw = document.createElement('still-late') as StillRoom;
    const mine = list('Mine');
    raw.playlists = [mine];
    raw.room = 'late';
    // Another tag is in the room that this one would be in without its name.
    const other = await room({ pace: 1, room: 'room' });
    const { StillRoom: Class } = await import('../../src/still-room.js');
    Class.define('still-late');
    document.body.append(raw);
    customElements.upgrade(raw);
    await raw.ready;
    expect(raw.offers.playlists.map(({ title }) => title)).to.include('Mine');
    expect(raw.offers.playlists.at(-1)!.id).to.equal('silence');
    expect(Object.isFrozen(mine.playlist.track[0])).to.equal(false);
    expect(other.offers.playlists.map(({ title }) => title)).not.to.include('Mine');
    raw.remove();
    other.remove();
  });

  it('comes back from a reload with its controls asleep, and never by day', async () => {
    const element = await room({ pace: 1 });
    await element.prepare();
    await element.open();
    await element.dose();
    expect(localStorage.getItem(`stillroom-dark:${element.room}`)).to.equal('1');
    element.remove();
    await navigator.locks.request(`stillroom:${element.room}`, () => undefined);
    const again = document.createElement('still-room') as StillRoom;
    again.room = element.room;
    const seen = new Set<string>();
    const look = () => {
      const face = again.shadowRoot?.querySelector('[part=face]');
      if (face) seen.add(/\b(day|dusk|night)\b/.exec(face.className)![0] + (face.matches('.asleep') ? ' asleep' : ''));
    };
    document.body.append(again);
    const seeing = new MutationObserver(look);
    seeing.observe(again.shadowRoot!, { subtree: true, childList: true, attributes: true });
    await again.ready;
    await until(again, ({ status }) => status === 'open');
    await again.updateComplete;
    look();
    expect([...seen]).to.deep.equal(['night asleep']);
    await again.end();
    await again.leave();
    await again.updateComplete;
    expect(localStorage.getItem(`stillroom-dark:${again.room}`)).to.equal(null);
    again.remove();
  });

  it('reads equal sources once', async () => {
    const element = await room({ pace: 1, playlists: [list('Once')] });
    let offers = 0;
    element.addEventListener('still-offers', () => offers++);
    element.playlists = [list('Once')];
    await element.updateComplete;
    element.playlists = [list('Twice')];
    await element.updateComplete;
    await new Promise((resolve) => element.addEventListener('still-offers', resolve, { once: true }));
    expect(offers).to.equal(1);
    expect(element.offers.playlists.map(({ title }) => title)).to.include('Twice');
  });

  it('reads pace when a session is prepared, and not again', async () => {
    const element = await room({ pace: 600 });
    await element.prepare();
    element.pace = 1;
    await element.open();
    expect(element.state.rehearsal).to.equal(true);
    await until(element, () => (element.clock!.now ?? 0) > 600_000 || element.state.checkIns.length > 0);
    await element.end();
  });
});

describe('bad input', function () {
  this.timeout(60_000);

  it('is refused with the contract’s codes, and the session goes on', async () => {
    const cyclic: Record<string, unknown> = { playlist: { title: 'Round' } };
    (cyclic.playlist as Record<string, unknown>).track = cyclic;
    const element = await room({
      pace: 1,
      playlists: [
        '/nowhere.jspf',
        'data:text/plain,x',
        { playlist: { track: 7 } },
        cyclic,
        { playlist: list('Fine').playlist },
      ],
      protocols: ['im', '/nowhere.json', { format: 'stillroom-protocol/1', id: 'bad', phases: 3 }],
    });
    const { playlists, protocols } = element.offers;
    expect(protocols.map(({ id }) => id)).to.deep.equal(['im']);
    expect(playlists.filter(({ problem }) => !problem).map(({ id }) => id)).to.deep.equal(['Fine', 'silence']);
    const broken = playlists.filter(({ problem }) => problem);
    expect(broken.length).to.equal(4);
    const refused = async (...calls: [code: string, call: () => Promise<unknown>][]) => {
      for (const [expected, call] of calls) expect(await code(call()), `${call}`).to.equal(expected);
    };
    await refused(
      ['bad-playlist', () => element.prepare({ playlist: broken[0]!.id })],
      ['unknown', () => element.prepare({ protocol: 'nobody' })],
      ['not-now', () => element.open()],
    );
    await element.prepare();
    await element.open();
    await element.next();
    await refused(
      ['unknown', () => element.goTo('nowhere')],
      ['bad-value', () => element.dose({ ago: -60 })],
      ['bad-value', () => element.dose({ at: Date.now() + 60_000 })],
      ['bad-value', () => element.setVolume(NaN)],
      ['bad-value', () => element.extend('x' as unknown as number)],
      ['bad-value', () => element.checkIn('bp@before', { systolic: 5000 })],
      ['unknown', () => element.checkIn('bp@99', { systolic: 120 })],
      ['unknown', () => element.read('nothing')],
    );
    expect(element.state.status).to.equal('open');
    await element.end();
  });

  it('is shown as text, whatever it contains', async () => {
    const hostile = '<img src=x onerror="document.title=1">';
    const element = await room({ pace: 1, playlists: [list(hostile)], inline: true });
    await element.updateComplete;
    const face = element.shadowRoot!.querySelector('still-room-face') as unknown as {
      updateComplete: Promise<unknown>;
    } & Element;
    await face.updateComplete;
    expect(element.shadowRoot!.querySelector('img')).to.equal(null);
    expect(element.shadowRoot!.textContent).to.include('onerror');
  });
});

it('can be defined twice, and under a name of the host’s own', async () => {
  const { StillRoom: Class } = await import('../../src/still-room.js');
  Class.define();
  Class.define('still-other');
  const other = await fixture(html`<still-other room="other"></still-other>`);
  expect(other).to.be.instanceOf(Class);
  expect(customElements.get('still-room')).to.equal(Class);
});
