import { expect, fixture, html } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';

/** What every other test in a browser stands on. */
describe('the test browser', () => {
  it('runs an AudioContext after a click', async () => {
    const button = await fixture<HTMLButtonElement>(html`<button>Begin</button>`);
    const context = new AudioContext();
    const running = new Promise<void>((resolve) => {
      const look = () => context.state === 'running' && resolve();
      context.addEventListener('statechange', look);
      button.addEventListener('click', () => void context.resume().then(look), { once: true });
    });
    const { left, top, width, height } = button.getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
    await running;

    expect(navigator.userActivation.hasBeenActive).to.equal(true);
    const before = context.currentTime;
    await new Promise((resolve) => {
      const tone = new ConstantSourceNode(context);
      tone.connect(new GainNode(context, { gain: 0 })).connect(context.destination);
      tone.addEventListener('ended', resolve);
      tone.start();
      tone.stop(before + 0.1);
    });
    expect(context.currentTime).to.be.greaterThan(before);
    await context.close();
  });
});
