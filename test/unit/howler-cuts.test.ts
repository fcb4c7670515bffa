import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trimHowler } from '../../scripts/build/howler-cuts.js';

const whole = readFileSync('node_modules/howler/src/howler.core.js', 'utf8');

interface Howl {
  play(id?: number): number | null | undefined;
  pause(id: number): void;
  seek(seconds: number): void;
  unload(): void;
  on(event: string, listener: (id: number) => void): void;
  once(event: string, listener: (id: number) => void): void;
}
interface Howler {
  Howl: { new (options: object): Howl; prototype: Record<string, unknown> };
  Howler: Record<string, unknown> & { _html5AudioPool: object[] };
}

const EVENTS = ['load', 'loaderror', 'playerror', 'play', 'pause', 'seek', 'stop', 'end'];

/** What a deck does to a Howl, and what happens to its element meanwhile. */
const STEPS = {
  play: 4,
  pause: 3,
  ready: 6,
  stall: 1,
  resolve: 4,
  reject: 1,
  wait: 4,
  'pause from outside': 1,
  'at its end': 1,
  ended: 2,
  error: 1,
  'load another': 1,
};
type Step = keyof typeof STEPS;
const step = fc.oneof(
  ...Object.entries(STEPS).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as Step) })),
);
const steps = fc
  .tuple(
    fc.constantFrom<Step[]>([], ['ready', 'play'], ['ready', 'play', 'resolve']),
    fc.array(step, { minLength: 1, maxLength: 20 }),
  )
  .map((parts) => parts.flat());

describe('Howler without what is not used', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('does to an element, and tells, exactly what the whole Howler does', async () => {
    const cut = trimHowler(whole).replace('export default', 'return');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(60, Infinity, NaN), fc.constantFrom(0, 7, NaN), steps, async (...how) => {
        expect(await told(cut, ...how)).toEqual(await told(`${whole};return exports`, ...how));
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('fails the build when Howler is another', () => {
    expect(() => trimHowler(whole.replace('_ended: function', '_over: function'))).toThrow(/Howl has no _ended/);
    expect(() =>
      trimHowler(whole.replaceAll('self._playLock', 'self._lock').replace('self._loop', 'self.loop')),
    ).toThrow(/was found \d+ times, not \d+/);
  });
});

/** All that can be seen of a Howler as it goes through the steps. */
async function told(source: string, seconds: number, position: number, steps: Step[]): Promise<string[]> {
  const log: string[] = [];
  const { node, happen } = element(log, seconds);
  const { Howl, Howler } = run(source);
  Object.assign(Howler, { usingWebAudio: false, autoUnlock: false, autoSuspend: false, html5PoolSize: 0 });
  Howler._canPlayEvent = 'canplay';
  Howl.prototype._clearSound = () => log.push('cleared');

  let howl: Howl;
  let id: number | undefined;
  const load = () => {
    Howler._html5AudioPool.push(node);
    howl = new Howl({ src: ['blob:one'], html5: true, format: ['wav'] });
    Howler._html5AudioPool.length = 0;
    howl.once('load', (id) => {
      log.push(`loaded once ${id}`);
      howl.seek(position);
    });
    for (const event of EVENTS) howl.on(event, (id) => log.push(`${event} ${id}`));
  };
  const commands: Partial<Record<Step, () => unknown>> = {
    play: () => {
      if (id !== undefined) howl.pause(id);
      id = howl.play(id) ?? undefined;
    },
    pause: () => id !== undefined && howl.pause(id),
    'load another': () => {
      howl.unload();
      log.push(`given back ${Howler._html5AudioPool.length}`);
      id = undefined;
      load();
    },
  };

  load();
  for (const step of steps) {
    log.push(`— ${step}`);
    await (commands[step] ?? happen[step])?.();
    log.push(`id ${id}`);
  }
  await pass(120);
  return log;
}

/** Promises first, as in a browser. @param ms of timers */
async function pass(ms: number) {
  for (let i = 0; i < 4; i++) await Promise.resolve();
  vi.advanceTimersByTime(ms);
}

/** Howler as a page has it, with no codec missing. */
function run(source: string): Howler {
  class Audio {
    canPlayType = () => 'probably';
  }
  const window = { location: { protocol: 'https:' }, navigator: { userAgent: '', vendor: '' } };
  // A loop of timers without a delay takes its time on a page.
  const later = (work: () => void, ms: number) => setTimeout(work, Math.max(4, ms));
  const names = ['window', 'Audio', 'setTimeout', 'define', 'exports', 'global'];
  return new Function(...names, source)(window, Audio, later, undefined, {}, {});
}

/** A media element that logs what is done to it. */
function element(log: string[], seconds: number) {
  const listeners: [string, () => void][] = [];
  let settle: { resolve(): void; reject(error: Error): void } | undefined;
  const state: Record<string, unknown> = {
    _unlocked: true,
    ...{ duration: NaN, readyState: 0, paused: true, ended: false, muted: false, error: null },
    ...{ volume: 1, playbackRate: 1, currentTime: 0, src: '', preload: '' },
    addEventListener: (type: string, listener: () => void) => void listeners.push([type, listener]),
    removeEventListener(type: string, listener: () => void) {
      const at = listeners.findIndex((own) => own[0] === type && own[1] === listener);
      if (at >= 0) listeners.splice(at, 1);
    },
    load: () => Object.assign(state, { readyState: 0, duration: NaN, paused: true, ended: false, currentTime: 0 }),
    play() {
      Object.assign(state, { paused: false, ended: false });
      return new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
    },
    pause: () => (state.paused = true),
  };
  const node = new Proxy(state, {
    get(own, name: string) {
      const value = own[name];
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        log.push(`${name}(${typeof args[0] === 'string' ? args[0] : ''})`);
        return value(...args);
      };
    },
    set(own, name: string, value: unknown) {
      log.push(`${name} = ${value}`);
      own[name] = value;
      return true;
    },
  });
  const dispatch = (type: string) => {
    for (const [, listener] of listeners.filter((own) => own[0] === type)) listener();
  };
  const happen: Partial<Record<Step, () => unknown>> = {
    ready() {
      Object.assign(state, { readyState: 4, duration: seconds });
      dispatch('canplay');
    },
    stall: () => (state.readyState = 2),
    resolve: () => (settle?.resolve(), pass(0)),
    reject: () => (settle?.reject(new Error('not allowed')), pass(0)),
    wait: () => pass(120),
    'pause from outside': () => (state.paused = true),
    'at its end': () => (state.currentTime = 60),
    ended() {
      Object.assign(state, { paused: true, ended: true, currentTime: 60, duration: 60 });
      dispatch('ended');
    },
    error() {
      state.error = { code: 2 };
      dispatch('error');
    },
  };
  return { node, happen };
}
