import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onOutputLost, outputLost, type Device } from '../../../src/music/outputs.js';

/**
 * `headphones=h` is an output `h` of the device `headphones`; the default is `headphones=default`, one whose ids are hidden
 * `=`. `mic` and `cam` are no outputs; their ids matter to nobody.
 */
const list = (text: string): Device[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((each) => {
      const [groupId = '', deviceId = ''] = each.split('=');
      if (each === 'mic') return { kind: 'audioinput', groupId: '', deviceId: '' };
      if (each === 'cam') return { kind: 'videoinput', groupId: '', deviceId: '' };
      return { kind: 'audiooutput', groupId, deviceId };
    });

describe('the output that was used is gone', () => {
  it.each([
    ['the default was the headphones', 'head=default head=h wall=s', 'wall=default wall=s', 'lost'],
    ['headphones that were not used', 'wall=default head=h wall=s', 'wall=default wall=s', null],
    ['another is added and becomes the default', 'wall=default wall=s', 'head=default head=h wall=s', null],
    ['no default is told, and one goes', 'head=h wall=s', 'wall=s', 'lost'],
    ['no default is told, and one comes', 'wall=s', 'head=h wall=s', null],
    ['ids are hidden, and the last one goes', '=', '', 'lost'],
    ['there was none', '', 'wall=s', null],
    ['ids become known, since a microphone was allowed', '=', 'wall=default wall=s', null],
    ['ids are known, and a microphone goes', 'wall=default wall=s mic', 'wall=default wall=s', null],
  ])('%s', (_, before, after, lost) => {
    expect(outputLost(list(before), list(after))).toBe(lost);
  });

  // Without permission, the usual case, a browser shows one output (Chromium) or none, however many there are.
  it.each([
    ['something changed, and the list says nothing', 'mic cam =', 'mic cam =', 'perhaps'],
    ['nor does one without any output', 'mic', 'mic', 'perhaps'],
    ['a camera comes', 'mic =', 'mic cam =', null],
    ['a camera goes, and its microphone with it', 'mic cam =', '=', null],
    ['a microphone comes', '=', 'mic =', null],
    ['a microphone goes: it may have been a headset', 'mic cam =', 'cam =', 'perhaps'],
    ['an output comes where there was none', 'mic', 'mic =', null],
  ])('perhaps, where ids are hidden: %s', (_, before, after, lost) => {
    expect(outputLost(list(before), list(after))).toBe(lost);
  });
});

describe('a page that is told of changes', () => {
  let shown: Device[] = [];
  let changed = () => {};
  const stop: (() => void)[] = [];
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('navigator', {
      mediaDevices: {
        enumerateDevices: () => Promise.resolve(shown),
        addEventListener: (_: string, heard: () => void) => (changed = heard),
        removeEventListener() {},
      },
    });
  });
  afterEach(() => {
    for (const each of stop.splice(0)) each();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const told = async (...steps: [list: string, ms: number][]) => {
    const why: string[] = [];
    shown = list('=');
    stop.push(onOutputLost((each) => why.push(each)));
    for (const [text, ms] of steps) {
      shown = list(text);
      changed();
      await vi.advanceTimersByTimeAsync(ms);
    }
    return why;
  };

  it('hears of one that may have changed once, though browsers tell of one headset several times', async () => {
    expect(await told(['=', 300], ['=', 300], ['=', 5000], ['=', 0])).toEqual(['perhaps', 'perhaps']);
  });

  it('does not take the rest of what a microphone sets off for an output', async () => {
    expect(await told(['mic =', 300], ['mic =', 300])).toEqual([]);
  });

  it('hears of one that is certainly gone whenever it is', async () => {
    expect(await told(['=', 300], ['', 300])).toEqual(['perhaps', 'lost']);
  });
});
