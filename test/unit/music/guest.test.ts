import { afterEach, describe, expect, it, vi } from 'vitest';

const page = globalThis as Record<string, unknown>;

describe('Howler on a page that is not ours', () => {
  afterEach(() => {
    for (const name of ['define', 'Howl', 'Howler', 'HowlerGlobal', 'Sound']) delete page[name];
    vi.resetModules();
  });

  it("leaves the page's own names as they were, and its AMD loader alone", async () => {
    const define = Object.assign(vi.fn(), { amd: {} });
    Object.assign(page, { define, Howl: 'theirs' });
    const { howlOn } = await import('../../../src/music/howler/tamed.js');
    expect(howlOn).toBeTypeOf('function');
    expect(page.Howl).toBe('theirs');
    expect(page.define).toBe(define);
    expect(define).not.toHaveBeenCalled();
  });

  it('adds no name to the page', async () => {
    const before = Object.getOwnPropertyNames(globalThis);
    await import('../../../src/music/howler/tamed.js');
    expect(Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name))).toEqual([]);
  });
});

describe('without a browser', () => {
  it('music can be imported, made and told of a session without throwing', async () => {
    const { createMusic } = await import('../../../src/music/index.js');
    const music = createMusic({ onFact() {}, onChange() {} });
    music.update(null, 0);
    expect(await music.unlock()).toBe(false);
    expect(music.heard).toEqual({ track: null, position: 0 });
    await music.close();
  });
});
