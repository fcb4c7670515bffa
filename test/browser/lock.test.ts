import { expect } from '@open-wc/testing';
import { openRoom } from '../../src/room/room.js';
import type { Room } from '../../src/room/room.types.js';
import { StillRoom } from '../../src/still-room.js';
import { entries, room, until } from './support/room.js';

const PASSPHRASE = 'low tide, long light';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code: string }) => error.code,
  );
const texts = async (from: { read(session: string): Promise<{ private?: { text?: string } }[]> }, session: string) =>
  (await from.read(session)).flatMap((each) => each.private?.text ?? []);

/** Another window of a room: it shares nothing with this one but the browser. */
async function otherWindow(name: string): Promise<Room> {
  const other = openRoom(name, StillRoom.version, () => {});
  await other.offer({ playlists: null, protocols: null, base: document.baseURI });
  await other.ready;
  return other;
}
const untilRoom = (other: Room, wanted: () => unknown) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (!wanted()) return;
      off();
      resolve();
    };
    const off = other.on(look);
    look();
  });

/** A session that runs, with something typed in it. */
async function running(passphrase?: string): Promise<StillRoom> {
  const element = await room({ pace: 1 });
  if (passphrase) await element.seal(passphrase);
  await element.prepare({ protocol: 'im', code: 'KQ7TR', touch: 'hand', staff: 'MB' });
  await element.open();
  await element.mark('a word');
  return element;
}

describe('a lock without a passphrase', function () {
  this.timeout(60_000);

  it('is a curtain: hidden on every face, journalled, and drawn back without a word', async () => {
    const element = await running();
    expect(element.state).to.include({ locked: false, sealed: false });
    expect(element.state.can).to.include.members(['lock', 'seal']);
    expect((await element.lock()).locked).to.equal(true);
    expect(element.state.can).to.include('unlock').and.not.include('seal');
    expect((await element.sessions())[0]!.code).to.equal(null);
    expect(await texts(element, element.state.session!)).to.deep.equal(['a word']);
    expect((await element.unlock()).locked).to.equal(false);
    expect((await element.sessions())[0]!.code).to.equal('KQ7TR');
    expect(entries(element, 'locked').map(({ cause }) => cause)).to.deep.equal(['person']);
    expect(entries(element, 'unlocked').length).to.equal(1);
    await element.end();
  });

  it('is written down in a session only', async () => {
    const element = await room({ pace: 1 });
    await element.lock();
    expect(element.state.locked).to.equal(true);
    await element.unlock();
    await element.prepare();
    expect(element.state.journal.map(({ type }) => type)).to.deep.equal(['prepared']);
  });

  it('falls by itself after so long untouched, and a touch puts that off', async () => {
    const element = await running();
    element.lockAfter = 0.02;
    await element.updateComplete;
    let last = performance.now();
    for (let i = 0; i < 4; i++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      element.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      last = performance.now();
      expect(element.state.locked).to.equal(false);
    }
    await until(element, ({ locked }) => locked, 'the lock');
    expect(performance.now() - last).to.be.within(1150, 5000);
    await until(element, () => entries(element, 'locked')[0], 'its entry');
    expect(entries(element, 'locked').map(({ cause }) => cause)).to.deep.equal(['time']);
    await element.unlock();
    await element.end();
  });
});

describe('a room with a passphrase', function () {
  this.timeout(90_000);

  it('gets it once, and no other', async () => {
    const element = await room({ pace: 1 });
    expect(await code(element.seal(''))).to.equal('bad-value');
    expect(await code(element.seal(7 as never))).to.equal('bad-value');
    const state = await element.seal(PASSPHRASE);
    expect(state).to.include({ sealed: true, locked: false });
    expect(state.can).to.include('lock').and.not.include('seal');
    expect(await code(element.seal('another one'))).to.equal('not-now');
    await element.lock();
    expect(await code(element.unlock('another one'))).to.equal('locked');
    expect((await element.unlock(PASSPHRASE)).locked).to.equal(false);
  });

  it('gets one of two that are set at once', async () => {
    const element = await room({ pace: 1 });
    const both = await Promise.allSettled([element.seal(PASSPHRASE), element.seal('another one')]);
    const [right, wrong] = both[0]!.status === 'fulfilled' ? [PASSPHRASE, 'another one'] : ['another one', PASSPHRASE];
    expect(both.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    await element.lock();
    expect(await code(element.unlock(wrong))).to.equal('locked');
    await element.unlock(right);
  });

  it('tells nothing while it is locked, and everything but reading goes on', async () => {
    const element = await running();
    await element.seal(PASSPHRASE);
    await element.mark('a second word');
    const { session } = await element.lock();
    expect(await code(element.read(session!))).to.equal('locked');
    expect((await element.sessions())[0]!.code).to.equal(null);
    expect(await code(element.sessions({ code: 'KQ7TR' }))).to.equal('locked');
    expect(await code(element.unlock())).to.equal('locked');
    expect(await code(element.unlock('a guess'))).to.equal('locked');
    expect(element.state.locked).to.equal(true);

    await element.dose({ amount: '60 mg' });
    await element.mark('a third word');
    await element.silence();
    await element.record('rate', { value: 3 });
    await element.note('a fourth word');
    await element.attend(true);
    await element.attend(false);
    expect(element.state.doses.length).to.equal(1);

    await element.unlock(PASSPHRASE);
    const words = ['a word', 'a second word', 'a third word', 'a fourth word'];
    expect(await texts(element, session!)).to.deep.equal(words);
    const all = await element.read(session!);
    expect(all.findLast(({ type }) => type === 'noted')!.private!.by).to.equal('MB');
    expect((await element.sessions({ code: 'KQ7TR' })).length).to.equal(1);
    await element.end();
  });

  it('still says what touch was agreed on, on the face of stop and attend', async () => {
    const element = await running(PASSPHRASE);
    await element.lock();
    await element.attend(true);
    const face = () => element.shadowRoot!.querySelector('[part=attend]')?.textContent ?? '';
    for (let tries = 0; !/Touch agreed/.test(face()) && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(face()).to.match(/Touch agreed\s+Hand/);
    await element.attend(false);
    await element.end();
  });

  it('hands its key to another window, as one that cannot be read out', async () => {
    const element = await running();
    await element.seal(PASSPHRASE);
    await element.mark('a second word');
    const heard: { lock?: { key?: CryptoKey } }[] = [];
    const channel = new BroadcastChannel(`stillroom:${element.room}`);
    channel.onmessage = ({ data }) => heard.push(data as (typeof heard)[0]);
    const other = await otherWindow(element.room);
    // On a busy machine the key comes a moment after the rest.
    await untilRoom(other, () => !other.state.locked);
    expect(other.state.sealed).to.equal(true);
    expect(await texts(other, element.state.session!)).to.deep.equal(['a word', 'a second word']);
    const key = heard.find(({ lock }) => lock?.key)!.lock!.key!;
    expect(key.extractable).to.equal(false);
    expect(await code(crypto.subtle.exportKey('pkcs8', key))).not.to.equal(null);
    channel.close();
    other.enter()();
    await element.end();
  });

  it('gets it from a window that does not run it, for all', async () => {
    const element = await running();
    const other = await otherWindow(element.room);
    expect(other.state.role).to.equal('viewer');
    expect(await other.send('seal', PASSPHRASE)).to.include({ sealed: true, locked: false });
    expect(element.state).to.include({ sealed: true, locked: false });
    await element.mark('a second word');
    expect(await texts(other, element.state.session!)).to.deep.equal(['a word', 'a second word']);
    await other.send('lock');
    await until(element, ({ locked }) => locked, 'the lock');
    for (const window of [element, other]) expect(await code(window.read(element.state.session!))).to.equal('locked');
    await element.unlock(PASSPHRASE);
    await untilRoom(other, () => !other.state.locked);
    other.enter()();
    await element.end();
  });

  it('is locked in every window at once, and a window that comes then asks for the passphrase', async () => {
    const element = await running(PASSPHRASE);
    const other = await otherWindow(element.room);
    await element.lock();
    await untilRoom(other, () => other.state.locked);
    expect(await code(other.read(element.state.session!))).to.equal('locked');
    const third = await otherWindow(element.room);
    expect(third.state).to.include({ sealed: true, locked: true });
    await element.unlock(PASSPHRASE);
    await untilRoom(other, () => !other.state.locked);
    await untilRoom(third, () => !third.state.locked);
    expect(await texts(third, element.state.session!)).to.deep.equal(['a word']);
    other.enter()();
    third.enter()();
    await element.end();
  });

  it('asks again after a reload, and loses nothing before it is told', async () => {
    const element = await running(PASSPHRASE);
    await element.note('before');
    const { session } = element.state;
    element.remove();
    await navigator.locks.request(`stillroom:${element.room}`, () => undefined);

    const again = await room({ pace: 1, room: element.room });
    await until(again, ({ role }) => role === 'owner', 'the room');
    expect(again.state).to.include({ session, status: 'open', sealed: true, locked: true });
    expect(again.state.journal.some((each) => 'sealed' in each || 'private' in each)).to.equal(false);
    expect(await code(again.read(session!))).to.equal('locked');
    await again.dose();
    await again.mark('after');
    await again.amend(entries(again, 'noted')[0]!.seq, { text: 'before, put right' });
    expect((await again.sessions())[0]).to.include({ session, code: null, entries: again.state.journal.length });

    await again.unlock(PASSPHRASE);
    expect(await texts(again, session!)).to.deep.equal(['a word', 'before', 'after']);
    const all = await again.read(session!);
    expect(all.findLast(({ type }) => type === 'marked')!.private!.by).to.equal(undefined);
    expect((await again.sessions())[0]!.code).to.equal('KQ7TR');
    await again.note('later');
    expect((await again.read(session!)).at(-1)!.private).to.deep.equal({ text: 'later', by: 'MB' });
    expect((await again.sessions())[0]!.code).to.equal('KQ7TR');
    await again.end();
  });
});
