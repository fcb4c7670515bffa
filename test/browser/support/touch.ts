import { fixture, html } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';

/** Runs something inside a real touch, as WebKit wants for sound. */
export async function touch<T>(inside: () => T | Promise<T>): Promise<T> {
  const button = await fixture<HTMLButtonElement>(html`<button>Begin</button>`);
  const done = new Promise<T>((resolve) => button.addEventListener('click', () => resolve(inside()), { once: true }));
  const { left, top, width, height } = button.getBoundingClientRect();
  await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
  return done;
}
