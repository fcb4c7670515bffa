import { fixture, html } from '@open-wc/testing';
import '../../../src/index.js';
import type { StillRoom } from '../../../src/still-room.js';
import type { PublicEntry, State } from '../../../src/session/types.js';

let rooms = 0;

type Options = Partial<Pick<StillRoom, 'pace' | 'playlists' | 'protocols' | 'room' | 'inline'>>;

/** A tag in a room of its own, ready; removed after the test. `pace` 600: an hour in six seconds. */
export async function room(options: Options = {}): Promise<StillRoom> {
  const host = await fixture(html`<div></div>`);
  return roomIn(host, options);
}

/** The same inside a node of the test's own, which outlives the test. */
export async function roomIn(host: Element, options: Options = {}): Promise<StillRoom> {
  const element = document.createElement('still-room') as StillRoom;
  Object.assign(element, { room: `test-${Date.now()}-${rooms++}`, pace: 600, ...options });
  host.append(element);
  await element.updateComplete;
  await element.ready;
  return element;
}

/** Settles with the state once it is as wanted; at once if it is already. */
export function until(element: StillRoom, wanted: (state: State) => unknown, what = String(wanted)): Promise<State> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Still waiting for ${what}`)), 60_000);
    const look = () => {
      if (!wanted(element.state)) return;
      clearTimeout(late);
      element.removeEventListener('still-change', look);
      resolve(element.state);
    };
    element.addEventListener('still-change', look);
    look();
  });
}

/** Minutes since the dose, by the tag's clock. */
export const minute = (element: StillRoom): number => (element.clock?.sinceDose ?? 0) / 60_000;

/** The entries of a type. */
export const entries = <T extends PublicEntry['type']>(element: StillRoom, type: T) =>
  element.state.journal.filter((entry): entry is Extract<PublicEntry, { type: T }> => entry.type === type);
