import { expect } from '@open-wc/testing';
import { createScheduler } from '../../src/room/scheduler.js';
import { askPersist, createScreen } from '../../src/room/screen.js';
import { createSleepSigns, type SleepSigns } from '../../src/room/sleep-signs.js';

/** Tells the page that it is hidden or shown; whatever the test browser's window does. */
function show(visibility: DocumentVisibilityState) {
  put(document, 'hidden', visibility === 'hidden');
  document.dispatchEvent(new Event('visibilitychange'));
}

const put = (on: object, name: string, value: unknown) =>
  Object.defineProperty(on, name, { value, configurable: true });

afterEach(() => {
  delete (document as { hidden?: unknown }).hidden;
  delete (document as { featurePolicy?: unknown }).featurePolicy;
  delete (navigator as { wakeLock?: unknown }).wakeLock;
  delete (navigator as { storage?: unknown }).storage;
});

describe('signs of sleep', () => {
  let now = 0;
  let signs: SleepSigns;
  beforeEach(() => {
    now = 1000;
    signs = createSleepSigns(() => now);
  });
  afterEach(() => signs.stop());

  it('are none at first', () => {
    expect(signs.lastSign()).to.equal(null);
  });

  it('are the page being hidden, frozen or resumed, each at its moment', () => {
    show('hidden');
    expect(signs.lastSign()).to.equal(1000);
    for (const type of ['freeze', 'resume']) {
      now += 500;
      document.dispatchEvent(new Event(type));
      expect(signs.lastSign(), type).to.equal(now);
    }
  });

  it('are not the page coming back into view: so it does from the window where clocks are set', () => {
    show('visible');
    expect(signs.lastSign()).to.equal(null);
  });

  it('are no longer looked for once stopped', () => {
    signs.stop();
    show('hidden');
    expect(signs.lastSign()).to.equal(null);
  });
});

describe('the scheduler on a page', () => {
  it('looks at once when the page comes back, and not after it was stopped', () => {
    let runs = 0;
    const scheduler = createScheduler(() => {
      runs++;
      return null;
    });
    show('visible');
    document.dispatchEvent(new Event('resume'));
    window.dispatchEvent(new Event('pageshow'));
    expect(runs).to.equal(3);
    scheduler.stop();
    show('visible');
    expect(runs).to.equal(3);
  });
});

describe('keeping the screen on', () => {
  class Sentinel extends EventTarget {
    released = false;
    onrelease: (() => void) | null = null;
    async release() {
      this.released = true;
      this.onrelease?.();
    }
  }
  let given: Sentinel[] = [];
  let refuse = false;
  let changes: string[] = [];
  const make = () => {
    given = [];
    changes = [];
    refuse = false;
    put(navigator, 'wakeLock', {
      async request() {
        if (refuse) throw new DOMException('', 'NotAllowedError');
        const sentinel = new Sentinel();
        given.push(sentinel);
        return sentinel;
      },
    });
    const screen = createScreen(() => changes.push(screen.screen));
    return screen;
  };
  const soon = () => new Promise((resolve) => setTimeout(resolve));

  it('is asked for only while wanted', async () => {
    const screen = make();
    expect(screen.screen).to.equal('may-sleep');
    screen.want(true);
    await soon();
    expect(screen.screen).to.equal('awake');
    screen.want(false);
    expect(screen.screen).to.equal('may-sleep');
    expect(given[0]?.released).to.equal(true);
    show('visible');
    await soon();
    expect(given).to.have.length(1);
    expect(changes).to.deep.equal(['awake', 'may-sleep']);
  });

  it('is not asked for where the page’s policy forbids it: Chromium would write that to the console each time', async () => {
    const screen = make();
    put(document, 'featurePolicy', { allowsFeature: (name: string) => name !== 'screen-wake-lock' });
    screen.want(true);
    await soon();
    put(document, 'featurePolicy', { allowsFeature: () => true });
    expect(given).to.deep.equal([]);
    screen.want(true);
    await soon();
    expect(given).to.have.length(1);
    screen.want(false);
  });

  it('is asked for again when the page is shown again, not before', async () => {
    const screen = make();
    screen.want(true);
    await soon();
    show('hidden');
    await given[0]?.release();
    screen.want(true);
    await soon();
    expect(screen.screen).to.equal('may-sleep');
    show('visible');
    await soon();
    expect(screen.screen).to.equal('awake');
    expect(changes).to.deep.equal(['awake', 'may-sleep', 'awake']);
    screen.want(false);
  });

  it('is given back when it comes too late to be wanted', async () => {
    const screen = make();
    screen.want(true);
    screen.want(false);
    await soon();
    expect(given.map(({ released }) => released)).to.deep.equal([true]);
    expect(changes).to.deep.equal([]);
  });

  it('is asked for once, however often it is wanted', async () => {
    const screen = make();
    for (let i = 0; i < 10; i++) screen.want(true);
    await soon();
    screen.want(true);
    await soon();
    expect(given).to.have.length(1);
    screen.want(false);
  });

  it('may be refused, and is asked for again with the next wish', async () => {
    const screen = make();
    refuse = true;
    screen.want(true);
    await soon();
    expect(screen.screen).to.equal('may-sleep');
    refuse = false;
    screen.want(true);
    await soon();
    expect(screen.screen).to.equal('awake');
    screen.want(false);
  });

  it('is done without where the browser cannot, as on insecure origins', async () => {
    put(navigator, 'wakeLock', undefined);
    const screen = createScreen(() => expect.fail('nothing can have changed'));
    screen.want(true);
    await soon();
    expect(screen.screen).to.equal('may-sleep');
    screen.want(false);
  });

  it('works, or is refused, in this browser itself', async () => {
    const screen = createScreen(() => {});
    screen.want(true);
    await soon();
    expect(screen.screen).to.be.oneOf(['awake', 'may-sleep']);
    screen.want(false);
  });
});

describe('asking for storage to be kept', () => {
  it('passes on the answer of the browser', async () => {
    for (const answer of [true, false]) {
      put(navigator, 'storage', { persist: async () => answer });
      expect(await askPersist()).to.equal(answer);
    }
  });

  it('is nothing where it cannot be asked, or fails', async () => {
    for (const storage of [undefined, {}, { persist: () => Promise.reject(new TypeError()) }]) {
      put(navigator, 'storage', storage);
      expect(await askPersist()).to.equal(null);
    }
  });
});
