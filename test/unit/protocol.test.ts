import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StillroomError } from '../../src/session/errors.js';
import { parseProtocol } from '../../src/session/protocol/parse.js';

const file = (name: string) => readFileSync(new URL(`../fixtures/protocols/${name}`, import.meta.url), 'utf8');
const short = () => JSON.parse(file('short.json'));

/** The message a protocol is refused with. */
function refusal(input: unknown, address?: string): string {
  try {
    parseProtocol(input, address);
  } catch (error) {
    expect(error).toBeInstanceOf(StillroomError);
    expect((error as StillroomError).code).toBe('bad-protocol');
    return (error as StillroomError).message;
  }
  throw new Error('was not refused');
}

/** The short protocol with one thing set or, with `undefined`, taken away. */
function spoilt(path: string, value: unknown) {
  const whole = short();
  const names = path.split('.');
  const last = names.pop() as string;
  const at = names.reduce((from, name) => from[name], whole);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return whole;
}

describe('a protocol that can be used', () => {
  it('is read from text as from an object, with its defaults filled in', () => {
    const read = parseProtocol(file('short.json'));
    expect(read).toEqual(parseProtocol(short()));
    expect(read).toMatchObject({ dwell: null, closing: [], fade: 60 });
    expect(read.checkIns[1]).toEqual({
      id: 'where',
      kind: 'choice',
      ask: 'Where are they?',
      at: [12],
      window: 10,
      phases: ['integration'],
      options: ['far', 'near', 'back'],
    });
  });

  it('is read from text that begins with the mark of its byte order, as some editors save it', () => {
    expect(parseProtocol(`\uFEFF${file('short.json')}`)).toEqual(parseProtocol(short()));
  });

  it('is a copy: neither side sees what the other changes', () => {
    const given = short();
    const read = parseProtocol(Object.freeze(given));
    given.phases[0].label = 'Changed';
    expect(read.phases[0]?.label).toBe('Settle');
    expect(Object.isFrozen(read.phases)).toBe(false);
  });

  it('needs no check-ins and only one phase', () => {
    const { format, id, title, phases } = short();
    expect(parseProtocol({ format, id, title, phases: [phases[0]] }).checkIns).toEqual([]);
  });

  it('may name a dwell, whose end is by hand unless another device follows', () => {
    expect(parseProtocol({ ...short(), dwell: { minutes: 7, ask: 'Hold' } }).dwell).toEqual({
      minutes: 7,
      ask: 'Hold',
      last: true,
    });
  });

  it('takes hostile text for text', () => {
    expect(parseProtocol(file('hostile.json')).title).toBe('<img src=x onerror=alert(1)>');
  });

  it('leaves members it does not know behind, a prototype among them', () => {
    const read = parseProtocol(`{"__proto__": {"fade": 5, "polluted": 1}, "extra": 1, ${file('short.json').slice(1)}`);
    expect(read).toEqual(parseProtocol(short()));
    expect('polluted' in read).toBe(false);
  });

  it('is read on a page whose objects all have a member more', () => {
    Object.assign(Object.prototype, { extra: 'x' });
    try {
      expect(Object.keys(parseProtocol(short()))).not.toContain('extra');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'extra');
    }
  });
});

describe('a protocol that cannot be used', () => {
  it('is refused with the file, the place in it and what was expected', () => {
    expect(refusal(file('wrong-minutes.json'), 'ours.json')).toBe(
      'ours.json: phases[2].minutes should be 0 to 1440 or null.',
    );
    expect(refusal('[]', 'a b .json')).toBe('a b .json: it should be an object.');
  });

  it.each([
    ['format', 'stillroom-protocol/2', 'format should be stillroom-protocol/1'],
    ['id', 'a b', 'id should be 1 to 64 letters'],
    ['id', 'x@1', 'id should be'],
    ['title', '  ', 'title should be text of 1 to 500'],
    ['title', 'x'.repeat(501), 'title should be text of 1 to 500'],
    ['title', undefined, 'title should be text'],
    ['phases', [], 'phases should be a list of 1 to 24'],
    ['phases', { length: 3 }, 'phases should be a list'],
    ['phases.1', null, 'phases[1] should be an object'],
    ['phases.1', [], 'phases[1] should be an object'],
    ['phases.1.minutes', undefined, 'phases[1].minutes should be 0 to 1440 or null'],
    ['phases.1.minutes', -1, 'phases[1].minutes should be'],
    ['phases.1.intensity', 2.5, 'phases[1].intensity should be 1 or 2 or 3 or 4 or 5'],
    ['phases.1.id', 'settle', 'phases[1].id should be unique'],
    ['checkIns.1.id', 'look', 'checkIns[1].id should be unique'],
    ['checkIns.0.kind', 'glance', 'checkIns[0].kind should be look or'],
    ['checkIns.0.every', 0.5, 'checkIns[0].every should be 1 to 1440'],
    ['checkIns.0.every', undefined, 'checkIns[0].at should be given, or every'],
    ['checkIns.0.at', [5, 'later'], 'checkIns[0].at[1] should be 0 to 1440 or before or end'],
    ['checkIns.0.window', 0, 'checkIns[0].window should be 0.5 to 240'],
    ['checkIns.0.from', 'second', 'checkIns[0].from should be first or last'],
    ['checkIns.1.phases', ['settle', 'nowhere'], 'checkIns[1].phases[1] should be the id of a phase'],
    ['checkIns.1.options', undefined, 'checkIns[1].options should be the answers'],
    ['checkIns', 'none', 'checkIns should be a list of 0 to 200'],
    ['dwell', 12, 'dwell should be an object'],
    ['dwell', { minutes: 12, ask: 'Hold', last: 'yes' }, 'dwell.last should be true or false'],
    ['closing', ['Water', 7], 'closing[1] should be text'],
    ['fade', '60', 'fade should be 0 to 600'],
  ])('%s as %j: %s', (path, value, message) => {
    expect(refusal(spoilt(path, value), 'ours.json')).toContain(`ours.json: ${message}`);
  });

  it('takes NaN for what it would be in a file', () => {
    expect(refusal(spoilt('fade', NaN))).toContain('fade should be');
  });

  it('says where text stops being JSON', () => {
    expect(refusal(file('not-json.txt'), 'ours.json')).toMatch(/^ours\.json: it should be JSON data.*\(.+\)\.$/s);
  });

  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a number', () => 7],
    ['a function', () => () => 1],
    ['a symbol', () => Symbol('x')],
    ['a bigint', () => ({ ...short(), title: 1n })],
    ['an empty text', () => ''],
    [
      'a cycle',
      () => {
        const whole = short();
        whole.self = whole;
        return whole;
      },
    ],
    [
      'a getter that throws',
      () => ({
        get title() {
          throw new TypeError('trap');
        },
      }),
    ],
    [
      'a proxy that was revoked',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
    ['a list without end', () => ({ ...short(), phases: new Array(4_000_000_000) })],
    ['6 MB of text', () => ' '.repeat(6e6) + '{}'],
    ['6 MB in a member', () => ({ ...short(), title: 'x'.repeat(6e6) })],
    ['deep nesting in text', () => '['.repeat(1e6) + ']'.repeat(1e6)],
    [
      'a bomb of shared lists',
      () => {
        let bomb: unknown[] = ['x'];
        for (let i = 0; i < 31; i++) bomb = [bomb, bomb];
        return { ...short(), bomb };
      },
    ],
  ])('%s is refused, and with nothing else', (_, make) => {
    refusal(make());
  });
});
