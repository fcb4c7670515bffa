import { expect } from '@open-wc/testing';
import { at, buttons, host, settled } from './fake-room.js';

const display = (face: HTMLElement) => face.querySelector<HTMLElement>('[part=display]')!;
const numerals = (face: HTMLElement) => face.querySelector<HTMLElement>('[part=numerals]')!;
const seen = (element: Element) => element.checkVisibility({ visibilityProperty: true });

describe('display', () => {
  for (const theme of [null, 'dark', ''])
    it(`is as dark as the session wants where the theme is ${JSON.stringify(theme)}`, async () => {
      const ground = (face: Element) => getComputedStyle(face.querySelector('.face')!).backgroundColor;
      const usual = ground((await at('deep')).face);
      const { face } = await at('deep', (room) => (room.attributes.theme = theme as never));
      expect(ground(face)).to.equal(usual);
    });

  for (const theme of ['day', 'dusk', 'night'] as const)
    it(`has nothing that axe finds, by ${theme}`, async () => {
      const { face } = await at('deep', (room) => (room.attributes.theme = theme));
      await expect(host(face)).to.be.accessible();
    });

  it('shows minutes since the dose, which nobody reads out', async () => {
    const { room, face } = await at('deep');
    expect(numerals(face).textContent).to.match(/^\s*30\s+min\s*$/);
    expect(numerals(face).getAttribute('aria-live')).to.equal('off');
    room.pass(1);
    await settled(face);
    expect(numerals(face).textContent).to.match(/^\s*31\s/);
  });

  it('shows no minutes before a dose', async () => {
    expect(numerals((await at('settling')).face).textContent!.trim()).to.equal('');
  });

  it('shows minutes by touch alone, or never, where that was asked for', async () => {
    const touch = (await at('deep', (room) => (room.attributes.numerals = 'touch'))).face;
    expect(seen(numerals(touch))).to.equal(false);
    touch.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    await settled(touch);
    expect(seen(numerals(touch))).to.equal(true);
    const never = (await at('deep', (room) => (room.attributes.numerals = 'never'))).face;
    never.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    await settled(never);
    expect(seen(numerals(never))).to.equal(false);
  });

  it('names no phase, no drug and no question', async () => {
    const { face } = await at('deep');
    expect(host(face).innerText).not.to.match(/Deep|Rising|dose|mg|Blood|Breath|Intramuscular/i);
    expect(display(face).textContent).to.match(/^\s*30\s+min\s+Look in\s*$/);
  });

  it('lets its light travel on and never off the arc', async () => {
    const { room, face } = await at('settling');
    const angle = () => Number(/-?[\d.]+/.exec(face.querySelector<SVGElement>('[part=light]')!.style.transform)![0]);
    let before = angle();
    await room.send('dose', {});
    for (let i = 0; i < 20; i++) {
      room.pass(5);
      await settled(face);
      expect(angle()).to.be.at.least(before);
      before = angle();
    }
    expect(before).to.be.at.most(51.5);
  });

  it('says Rehearsal throughout a rehearsal', async () => {
    for (const scene of ['prepared', 'deep', 'away', 'attending', 'closing', 'ended'] as const) {
      const { face } = await at(scene, async (room) => {
        Object.defineProperty(room, 'state', { value: { ...room.state, rehearsal: true } });
      });
      expect(seen(face.querySelector('[part=rehearsal]')!), scene).to.equal(true);
      expect(face.querySelector('[part=rehearsal]')!.textContent).to.equal('Rehearsal');
    }
  });

  it('covers the page behind it, with Quiet within reach of a thumb', async () => {
    const { face } = await at('deep');
    const { width, height } = display(face).getBoundingClientRect();
    expect([width, height]).to.deep.equal([innerWidth, innerHeight]);
    const quiet = buttons(face, 'Quiet')[0]!.getBoundingClientRect();
    expect(quiet.height).to.be.at.least(56);
    expect(quiet.bottom).to.be.at.most(innerHeight);
  });
});
