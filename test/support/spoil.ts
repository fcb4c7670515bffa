import fc from 'fast-check';

/** What somebody might write where they mean harm. */
export const hostile = fc.constantFrom(
  '<img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  ' java\tscript:alert(1)',
  'data:text/html,<script>1</script>',
  'file:///etc/hosts',
  '//elsewhere.example/a.mp3',
  'stillroom:tide',
  'stillroom:../../x',
  'blob:null/0',
  'http://[',
  '%E0%A4%A',
  '\u202Etxt.exe\u0000\uD800',
  '///:::###',
  '__proto__',
  'constructor',
  'x'.repeat(5_000),
);
/** What nobody expects. */
export const odd = fc.oneof(
  hostile,
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    -0,
    NaN,
    Infinity,
    -1,
    1e308,
    1e-320,
    2 ** 53,
    [],
    {},
    [[]],
    7n,
    () => 1,
    Symbol.iterator,
  ),
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A place somewhere in a value, and what happens there. */
export const spoil = fc.record({
  steps: fc.array(fc.nat(30), { minLength: 1, maxLength: 9 }),
  how: fc.constantFrom('set', 'delete', 'repeat', 'nest', 'cycle', 'getter', 'proto'),
  value: odd,
});

/** A copy of a valid value with a few places spoilt. */
export function spoilt(valid: unknown, spoils: readonly { steps: number[]; how: string; value: unknown }[]): unknown {
  const whole: object = structuredClone(valid) as object;
  for (const { steps, how, value } of spoils) {
    let at = whole;
    let name = 'playlist';
    let member: unknown = at;
    for (const step of steps) {
      if (typeof member !== 'object' || member === null) break;
      at = member;
      const names = Object.keys(at);
      name = names[step % names.length] ?? 'more';
      member = Object.getOwnPropertyDescriptor(at, name)?.value;
    }
    const own = { enumerable: true, configurable: true };
    const put = (put: unknown, as = name) => {
      if (Array.isArray(at) && as === 'length') at.push(put);
      else Object.defineProperty(at, as, { ...own, writable: true, value: put });
    };
    switch (how) {
      case 'delete':
        Reflect.deleteProperty(at, name);
        break;
      case 'repeat':
        put(Array(50).fill(member));
        break;
      case 'nest':
        put(Array.from({ length: 60 }).reduce((inner) => ({ deep: inner }), value));
        break;
      case 'cycle':
        put(whole);
        break;
      case 'proto':
        put({ polluted: value, title: value }, '__proto__');
        break;
      case 'getter':
        Object.defineProperty(at, name, {
          ...own,
          get() {
            throw value;
          },
        });
        break;
      default:
        put(value);
    }
  }
  return whole;
}

/** As JSON text, if it can be written as such. */
export function asText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return String.raw`{"playlist":`;
  }
}

/** Cuts a text, doubles a piece of it or puts something into it. */
export const spoiltText = (valid: fc.Arbitrary<string>) =>
  fc
    .tuple(
      valid,
      fc.nat(4000),
      fc.nat(60),
      fc.oneof(
        hostile,
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\n', '\r', ',', '{', ']', '\uFEFF', '#EXTINF:', '#EXT-X-KEY:'),
      ),
    )
    .map(
      ([text, at, length, put]) =>
        text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + (length % 3 ? length : 0)),
    );
