import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { at, buttons, host, press, settled, type, wake, type FakeRoom } from './fake-room.js';

/** Locked, with a passphrase or as a curtain. */
const lock = (room: FakeRoom, sealed: boolean) => Object.assign(room.live, { locked: true, sealed });
const set = async (face: HTMLElement, room: FakeRoom, live: object) => {
  Object.assign(room.live, live);
  room.onChange();
  await settled(face);
};
/** What can be read or filled in of a face, the words on it and in its fields. */
const seen = (face: HTMLElement) =>
  face.textContent! + [...face.querySelectorAll<HTMLInputElement>('input,textarea')].map(({ value }) => value).join();

describe('what is locked', () => {
  for (const theme of ['day', 'dusk', 'night'] as const)
    it(`has nothing that axe finds, by ${theme}`, async () => {
      for (const sealed of [true, false])
        for (const scene of ['idle', 'prepared', 'deep', 'attending', 'closing', 'ended'] as const) {
          const { face } = await at(scene, (room) => {
            lock(room, sealed);
            room.attributes.theme = theme;
          });
          await wake(face);
          await expect(host(face)).to.be.accessible();
        }
    }).timeout(60_000);

  it('is gone from the page before a session, and back again', async () => {
    const { room, face } = await at('prepared');
    expect(seen(face)).to.contain('KQ7TR');
    await set(face, room, { locked: true, sealed: true });
    for (const typed of ['KQ7TR', 'MB']) expect(seen(face)).not.to.contain(typed);
    expect(face.querySelector('[name=touch]')).to.equal(null);
    expect(buttons(face, 'Begin')).to.have.length(1);
    await set(face, room, { locked: false });
    expect(seen(face)).to.contain('KQ7TR').and.contain('MB');
    expect(face.querySelector<HTMLInputElement>('[name=touch]:checked')!.value).to.equal('hand');
  });

  it('is not lost where nothing was prepared yet', async () => {
    const { room, face } = await at('idle');
    type(face, 'intention', 'To rest');
    await set(face, room, { locked: true, sealed: true });
    expect(seen(face)).not.to.contain('To rest');
    await set(face, room, { locked: false });
    expect(seen(face)).to.contain('To rest');
  });

  it('leaves a page that comes up locked to be filled in', async () => {
    const { room, face } = await at('idle', (room) => lock(room, true));
    type(face, 'intention', 'To rest');
    await press(face, 'Prepare');
    expect((room.sent[0]![1] as { intention: string }).intention).to.equal('To rest');
  });

  it('is gone from the timeline, which stays', async () => {
    const { room, face } = await at('ended');
    expect(seen(face)).to.contain('a word');
    await set(face, room, { locked: true, sealed: true });
    expect(seen(face)).not.to.contain('a word');
    expect(face.querySelector('[part=timeline]')!.textContent).to.contain('Mark').and.contain('Dose given');
    await set(face, room, { locked: false });
    expect(seen(face)).to.contain('a word');
  });

  it('is out of sight too where it is half typed, and nothing of it is lost', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    face.querySelectorAll('details').forEach((each) => (each.open = true));
    type(face, 'text', 'half a wo');
    const field = [...face.querySelectorAll<HTMLTextAreaElement>('textarea')].find(({ value }) => value)!;
    await set(face, room, { locked: true });
    expect(field.checkVisibility({ visibilityProperty: true })).to.equal(false);
    await set(face, room, { locked: false });
    expect(field.checkVisibility({ visibilityProperty: true })).to.equal(true);
    expect(field.value).to.equal('half a wo');
  });

  it('takes no move away', async () => {
    const moves = (face: HTMLElement) =>
      [...face.querySelectorAll('button, summary')]
        .map((each) => each.textContent!.replace(/\s+/g, ' ').trim())
        .filter((each) => !/^(Lock|Unlock)$/.test(each));
    for (const scene of ['settling', 'deep', 'attending', 'closing'] as const) {
      const open = moves((await at(scene)).face);
      expect(moves((await at(scene, (room) => lock(room, true))).face)).to.deep.equal(open);
    }
  });

  it('says on stop and attend what touch was agreed on, or that it waits to be unlocked', async () => {
    const known = await at('attending', (room) => lock(room, true));
    expect(known.face.querySelector('[part=attend]')!.textContent).to.match(/Touch agreed\s+Hand/);
    const unknown = await at('attending', (room) => {
      lock(room, true);
      room.entries = [];
    });
    expect(unknown.face.querySelector('[part=attend]')!.textContent).to.match(/Touch agreed\s+unlock to read/);
  });

  it('is unlocked in its place, by keyboard', async () => {
    const { room, face } = await at('ended', (room) => lock(room, true));
    const field = face.querySelector<HTMLInputElement>('[name=passphrase]')!;
    field.focus();
    await sendKeys({ type: 'low tide' });
    await sendKeys({ press: 'Enter' });
    await settled(face);
    expect(room.sent).to.deep.equal([['unlock', 'low tide']]);
    expect(face.querySelector('[part=lock]')).to.equal(null);
  });

  it('keeps what was typed for a passphrase that was wrong, and says so', async () => {
    const { room, face } = await at('ended', (room) => {
      lock(room, true);
      room.refuse = 'This is not the passphrase of this room. Nothing has changed.';
    });
    type(face, 'passphrase', 'high tide');
    await press(face, 'Unlock');
    expect(face.querySelector('[part=message]')!.textContent).to.contain('not the passphrase');
    expect(face.querySelector<HTMLInputElement>('[name=passphrase]')!.value).to.equal('high tide');
    expect(room.live.locked).to.equal(true);
  });

  it('asks for no passphrase where there is none', async () => {
    const { room, face } = await at('ended', (room) => lock(room, false));
    expect(face.querySelector('[name=passphrase]')).to.equal(null);
    await press(face, 'Unlock');
    expect(room.sent).to.deep.equal([['unlock']]);
  });

  it('shows the way back in a window that only looks on, and none where nothing is private', async () => {
    const { face } = await at('ended', (room) => Object.assign(lock(room, true), { role: 'viewer' }));
    expect(face.querySelector('[name=passphrase]')!.checkVisibility()).to.equal(true);
    for (const scene of ['away', 'leftOpen'] as const)
      expect((await at(scene, (room) => lock(room, true))).face.querySelector('[part=lock]')).to.equal(null);
  });

  it('lights nothing while the controls sleep', async () => {
    const { face } = await at('deep', (room) => lock(room, true));
    face.querySelector('.face')!.classList.add('asleep');
    expect(face.querySelector('[part=lock]')!.checkVisibility()).to.equal(false);
  });

  it('is locked by a button on every face that shows something', async () => {
    for (const scene of ['idle', 'prepared', 'deep', 'closing', 'ended'] as const) {
      const { room, face } = await at(scene);
      await wake(face);
      await press(face, 'Lock');
      expect(room.sent.map(([name]) => name)).to.deep.equal(['lock']);
    }
  });
});

describe('where a passphrase is set', () => {
  it('says what it means before it is set', async () => {
    const { face } = await at('idle', (room) => (room.live.sealable = true));
    const fold = face.querySelector<HTMLInputElement>('[name=passphrase]')!.closest('details')!;
    expect(fold.open).to.equal(false);
    expect(fold.textContent).to.contain('whoever forgets it loses what was typed');
    expect(fold.textContent).to.contain('what was written before stays as it is');
    fold.open = true;
    await expect(host(face)).to.be.accessible();
  });

  it('veils it, shows it, and sets it', async () => {
    const { room, face } = await at('idle', (room) => (room.live.sealable = true));
    face.querySelectorAll('details').forEach((each) => (each.open = true));
    const field = face.querySelector<HTMLInputElement>('[name=passphrase]')!;
    const veil = () => getComputedStyle(field).getPropertyValue('-webkit-text-security');
    type(face, 'passphrase', 'low tide');
    expect(veil()).to.equal('disc');
    await press(face, 'Show');
    expect(veil()).to.equal('none');
    expect(buttons(face, 'Show')[0]!.ariaPressed).to.equal('true');
    await press(face, 'Set it for good');
    expect(room.sent).to.deep.equal([['seal', 'low tide']]);
    expect(face.querySelector('[name=passphrase]')).to.equal(null);
    expect(face.textContent).to.contain('This room has a passphrase.');
  });

  it('sets none that is empty', async () => {
    const { room, face } = await at('idle', (room) => (room.live.sealable = true));
    face.querySelectorAll('details').forEach((each) => (each.open = true));
    await press(face, 'Set it for good');
    expect(room.sent).to.deep.equal([]);
  });
});
