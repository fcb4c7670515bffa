import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLine } from '../../../src/music/line.js';

/** A context that runs only when the test lets it; its clock may stand still though it says that it runs. */
class Context {
  static last: Context;
  state = 'suspended';
  stuck = false;
  #ran = 0;
  #at = 0;
  onstatechange: (() => void) | null = null;
  constructor() {
    Context.last = this;
  }
  resume = () => Promise.resolve();
  close = () => Promise.resolve();
  get currentTime() {
    const now = performance.now();
    if (this.state === 'running' && !this.stuck) this.#ran += now - this.#at;
    this.#at = now;
    return this.#ran / 1000;
  }
  become(state: string) {
    void this.currentTime;
    this.state = state;
    this.onstatechange?.();
  }
}

/** What a browser says of gestures; Firefox alone says whether it wants one. */
const browser = { userActivation: { isActive: false }, policy: undefined as string | undefined };

/** What the monotonic clock has leapt by while no timer rang, ms. */
let leapt = 0;

beforeEach(() => {
  vi.useFakeTimers();
  const own = performance.now.bind(performance);
  leapt = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => own() + leapt);
  browser.userActivation.isActive = false;
  browser.policy = undefined;
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal('navigator', {
    userActivation: browser.userActivation,
    get getAutoplayPolicy() {
      return browser.policy && (() => browser.policy);
    },
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A line, and what it was seen to lack at each change. */
const made = () => {
  const seen: unknown[] = [];
  const line = createLine(
    () => true,
    () => {},
    () => seen.push(line.lack()),
  );
  void line.wake(false);
  return { line, seen };
};
const touch = (line: ReturnType<typeof createLine>) => {
  browser.userActivation.isActive = true;
  void line.wake(true);
  browser.userActivation.isActive = false;
};

describe('what the sound of a room lacks', () => {
  it('is no touch while it may still begin by itself, as after a reload in Chromium', () => {
    const { line, seen } = made();
    vi.advanceTimersByTime(1000);
    expect(line.lack()).toBe(null);
    expect(line.waits()).toBe(true);
    Context.last.become('running');
    vi.advanceTimersByTime(10_000);
    expect(seen).not.toContain('touch');
    expect(line.waits()).toBe(false);
  });

  it('is a touch where it does not, and that is told', () => {
    const { seen } = made();
    vi.advanceTimersByTime(2500);
    expect(seen.at(-1)).toBe('touch');
  });

  it('is a touch at once where the browser says so', () => {
    browser.policy = 'disallowed';
    expect(made().line.lack()).toBe('touch');
  });

  it('is an output where a touch has changed nothing', () => {
    const { line, seen } = made();
    vi.advanceTimersByTime(5000);
    touch(line);
    expect(line.lack()).toBe(null);
    vi.advanceTimersByTime(2500);
    expect(seen.at(-1)).toBe('output');
    Context.last.become('running');
    expect(seen.at(-1)).toBe(null);
  });

  it('is an output where no touch is wanted', () => {
    browser.policy = 'allowed';
    const { seen } = made();
    vi.advanceTimersByTime(2500);
    expect(seen.at(-1)).toBe('output');
  });

  it('is a touch again where the sound was taken away after the last one', () => {
    const { line } = made();
    touch(line);
    Context.last.become('running');
    vi.advanceTimersByTime(60_000);
    Context.last.become('interrupted');
    vi.advanceTimersByTime(2500);
    expect(line.lack()).toBe('touch');
  });
});

describe('a context whose clock stands still though it says that it runs', () => {
  /** A line that has run for a minute, and what was seen of it at each change since. */
  const ran = () => {
    const seen: string[] = [];
    const line = createLine(
      () => true,
      () => {},
      () => seen.push(line.running() ? 'runs' : line.lost() ? 'lost' : 'waits'),
    );
    void line.wake(false);
    Context.last.become('running');
    vi.advanceTimersByTime(60_000);
    seen.length = 0;
    return { line, seen };
  };
  const stick = (stuck: boolean) => {
    void Context.last.currentTime;
    Context.last.stuck = stuck;
  };
  /** The page does nothing for so long, whatever its clocks do; timers ring afterwards. */
  const held = (ms: number) => void (leapt += ms);

  it('counts as interrupted once it has stood for a second, and is waited for', () => {
    const { line, seen } = ran();
    const { last } = Context;
    stick(true);
    vi.advanceTimersByTime(900);
    expect(line.running()).toBe(true);
    vi.advanceTimersByTime(700);
    expect(seen).toEqual(['lost']);
    expect(line.waits()).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(line.running()).toBe(false);
    // Another would stand as still.
    expect(Context.last).toBe(last);
  });

  it('has its second from when it says that it runs, whenever it was looked at last', () => {
    const { line } = ran();
    vi.advanceTimersByTime(450);
    Context.last.become('suspended');
    vi.advanceTimersByTime(100);
    // It begins late, and was just looked at where it stood.
    Context.last.stuck = true;
    Context.last.become('running');
    vi.advanceTimersByTime(950);
    expect(line.running()).toBe(true);
  });

  it('lacks an output, and no touch', () => {
    const { line } = ran();
    stick(true);
    vi.advanceTimersByTime(1600);
    expect(line.lack()).toBe(null);
    vi.advanceTimersByTime(2100);
    expect(line.lack()).toBe('output');
    stick(false);
    vi.advanceTimersByTime(200);
    expect(line.lack()).toBe(null);
  });

  it('runs again within a tenth of a second after its clock', () => {
    const { seen } = ran();
    stick(true);
    vi.advanceTimersByTime(5000);
    stick(false);
    vi.advanceTimersByTime(110);
    expect(seen.filter((each) => each !== 'lost')).toEqual(['runs']);
  });

  it('is what it says once it says that it does not run', () => {
    const { line, seen } = ran();
    stick(true);
    vi.advanceTimersByTime(2000);
    Context.last.become('suspended');
    stick(false);
    Context.last.become('running');
    expect(seen.at(-1)).toBe('runs');
    expect(line.lost()).toBe(false);
  });

  it('is no page that was held up, frozen or asleep, whichever of its clocks went on', () => {
    const { seen } = ran();
    for (const audio of [true, false]) {
      stick(!audio);
      held(600_000);
      vi.advanceTimersByTime(400);
      stick(false);
      vi.advanceTimersByTime(2000);
    }
    expect(seen).toEqual([]);
  });

  it('is none that is only late, again and again', () => {
    const { seen } = ran();
    stick(true);
    vi.advanceTimersByTime(700);
    stick(false);
    vi.advanceTimersByTime(700);
    stick(true);
    vi.advanceTimersByTime(700);
    stick(false);
    vi.advanceTimersByTime(5000);
    expect(seen).toEqual([]);
  });

  it('is looked at no longer once it is closed', async () => {
    const { line } = ran();
    await line.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
