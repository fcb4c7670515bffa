import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLine } from '../../../src/music/line.js';

/** A context that runs only when the test lets it. */
class Context {
  static last: Context;
  state = 'suspended';
  onstatechange: (() => void) | null = null;
  constructor() {
    Context.last = this;
  }
  resume = () => Promise.resolve();
  close = () => Promise.resolve();
  become(state: string) {
    this.state = state;
    this.onstatechange?.();
  }
}

/** What a browser says of gestures; Firefox alone says whether it wants one. */
const browser = { userActivation: { isActive: false }, policy: undefined as string | undefined };

describe('what the sound of a room lacks', () => {
  beforeEach(() => {
    vi.useFakeTimers();
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
