import { describe, expect, it } from 'vitest';
import { createMusic } from '../../../src/music/index.js';
import { Told, track } from '../../support/simulated-music.js';

describe('after a reload', () => {
  /** The place that was kept last, of the piece before or of the one that plays, s. */
  const positionWith = (kept: string) => {
    const told = new Told([track('a'), track('b')]);
    told.do('open');
    told.plays('a');
    told.ends('a', 'skip');
    told.plays('b', 3);
    const music = createMusic({ onFact() {}, onChange() {} });
    music.resumeAt({ track: kept, position: 11.6 });
    music.update(told.session, 0);
    return music.position;
  };

  it('no piece is shown at the place of another', () => {
    expect(positionWith('a')).toBe(3);
  });

  it('a piece is shown at the place where it was', () => {
    expect(positionWith('b')).toBe(11.6);
  });
});
