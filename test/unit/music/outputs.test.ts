import { describe, expect, it } from 'vitest';
import { outputLost, type Output } from '../../../src/music/outputs.js';

/** `headphones=h` is an output `h` of the device `headphones`; the default is `headphones=default`. */
const list = (text: string): Output[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((each) => {
      const [groupId = '', deviceId = ''] = each.split('=');
      return { groupId, deviceId };
    });

describe('the output that was used is gone', () => {
  it.each([
    ['the default was the headphones', 'head=default head=h wall=s', 'wall=default wall=s', true],
    ['headphones that were not used', 'wall=default head=h wall=s', 'wall=default wall=s', false],
    ['another is added and becomes the default', 'wall=default wall=s', 'head=default head=h wall=s', false],
    ['no default is told, and one goes', 'head=h wall=s', 'wall=s', true],
    ['no default is told, and one comes', 'wall=s', 'head=h wall=s', false],
    ['ids are hidden, and the last one goes', '=', '', true],
    ['ids are hidden, and one is left', '=', '=', false],
    ['there was none', '', 'wall=s', false],
    ['ids become known, since a microphone was allowed', '=', 'wall=default wall=s', false],
  ])('%s', (_, before, after, lost) => {
    expect(outputLost(list(before), list(after))).toBe(lost);
  });
});
