/**
 * What stays of Howler 2.2.4. A deck is one media element (a decoded 90-minute list costs gigabytes) that is loaded,
 * played, paused, sought and unloaded; all levels and fades are our graph's. What this reaches stays as Howler wrote it.
 * What goes: whatever decodes, loops, cuts sprites, fades or mutes, and what asks for browsers older than the README's.
 */

/** The methods that stay, by the object they belong to. */
const KEPT = {
  HowlerGlobal: 'init _obtainHtml5Audio _releaseHtml5Audio',
  Howl:
    'init load play pause stop seek playing unload on off once ' +
    '_emit _loadQueue _ended _clearTimer _soundById _inactiveSound _getSoundIds _clearSound',
  Sound: 'init create reset _errorListener _loadListener _endListener',
};

/** What is found as many times as is said in what the lines above leave, and what is put in its place. */
const CUTS: [found: RegExp, times: number, by: string][] = [
  // A module of its own: it neither calls a host's AMD loader nor writes over a host's names.
  [/\(function\(\) \{\n+ {2}'use strict';\n/g, 1, ''],
  [/ {2}\/\*\* Helper Methods \*\*\/[^]*$/g, 1, 'export default { Howl: Howl, Howler: Howler };\n'],

  // Nothing fades or runs on a timer.
  [/^ +self\._stopFade\(ids\[i\]\);\n/gm, 2, ''],
  [/^ +var (?:duration = Math\.max|timeout = \(duration).*\n/gm, 2, ''],

  // Always one address. What it holds is told by the browser, not by its ending.
  [/ {4}\/\/ Throw an error if no source[^]*?\n {4}\}\n/g, 1, ''],
  [/(?<=self\._src = )\(typeof o\.src .*(?=;)/g, 1, 'o.src[0]'],
  [/ {6}var url = null;\n[^]*?self\._src = url;\n/g, 1, ''],
  [/ {6}\/\/ If the hosting page is HTTPS[^]*?\n {6}\}\n/g, 1, ''],
  // Elements are handed in, and there is no context.
  [/ {6}\/\/\.Check if the audio is locked[^]*?return new Audio\(\);\n/g, 1, ''],
  [/ {6}\/\/ If we don't have an AudioContext[^]*?\n {6}\}\n/g, 1, ''],
  [/ {6}\/\/ Automatically try to enable audio[^]*?_howls\.push\(self\);\n/g, 1, ''],
  [/ {6}self\._setup\(\);\n/g, 1, ''],
  // A Howl has one sound, which nobody else holds.
  [/ {6}self\._drain\(\);\n/g, 1, ''],
  [/ {6}\/\/ Remove the references in the global[^]*?(?= {6}\/\/ Clear out `self`)/g, 1, ''],
  // Lists of listeners are made as they are asked for, and `once` alone takes one off.
  [/ {6}\} else if \(event\) \{\n[^]*?(?= {6}return self;)/g, 1, '      }\n'],
  [/self\['_on' \+ event\](?=;)/g, 3, "(self['_on' + event] ||= [])"],
  // `tamed.ts` has its own, since this gives the element a `data:` source, which is looked for as it plays.
  [/(?<=_clearSound: function\(node\) \{\n)[^]*?\n {6}\}\n/g, 1, ''],
  [/\bnode\.src === 'data:[^']*'/g, 1, 'false'],
  // Nobody reads it.
  [/'Playback was unable to start\.[^]*?interaction\.'/g, 2, "''"],

  // What would be noted of options that are never given, or of what has gone.
  [
    /^ +(?:self|sound)\._(?:autoplay|codecs|format|howls|html5|loop|muted|navigator|on[a-z]+|pool|preload|rate|rateSeek|volume|webAudio|xhr) = [^;]*;\n/gm,
    44,
    '',
  ],
  [/^ +(?:self|Howler)\.(?:autoSuspend|autoUnlock|ctx|html5PoolSize|masterGain|noAudio|usingWebAudio) = .*\n/gm, 7, ''],

  // What is always so. The minifier drops what is for the other case.
  [/\b(?:self|parent|sound|Howler|self\._parent)\.(?:_autoplay|_loop|_muted|_webAudio|noAudio)\b/g, 29, 'false'],
  [/\b(?:self|sound)\.(?:_rate|_volume)\b|\bHowler\.volume\(\)/g, 9, '1'],
  [/\bself\._preload\b(?: && self\._preload !== 'none')?|\bparent\._preload === true/g, 2, 'true'],
  [/\bself\._sprite\[sprite\]\[2\]|\bsprite !== '__default'|\btypeof sprite === 'string'/g, 3, 'false'],
  [/\bargs\.length === (?:0|2)|\btypeof fn === 'number'|\btypeof self\._endTimers\[id\] !== 'function'/g, 4, 'false'],
  [/\bargs\.length === 1|\btypeof fn === 'function'|\btypeof id === 'number'/g, 3, 'true'],
  [/\bplay && typeof Promise !== 'undefined' && \(.*?\)(?=\) \{)/g, 1, 'true'],
  [/\(window && window\.ejecta\) \|\| \(.*?\)(?=;)/g, 1, 'false'],
];

/** The trimmed source of howler.core.js, as a module. @throws Error where Howler is not as expected */
export function trimHowler(source: string): string {
  let text = source;
  for (const [object, names] of Object.entries(KEPT)) text = keep(text, object, names.split(' '));
  for (const [found, times, by] of CUTS) {
    const counted = text.match(found)?.length ?? 0;
    if (counted !== times) unexpected(`${found} was found ${counted} times, not ${times}`);
    text = text.replace(found, by);
  }
  return text;
}

/** Of an object's methods only these. */
function keep(source: string, object: string, names: string[]): string {
  const [whole, head, body] = new RegExp(`(\\n  ${object}\\.prototype = \\{\\n)([^]*?)\\n  \\};\\n`).exec(source) ?? [];
  const methods = [...(body ?? '').matchAll(/^ {4}(\w+): function\([^]*?^ {4}\}(?=,?$)/gm)];
  const kept = names.map(
    (name) => methods.find((method) => method[1] === name)?.[0] ?? unexpected(`${object} has no ${name}`),
  );
  return source.replace(whole ?? '', () => `${head}${kept.join(',\n')}\n  };\n`);
}

function unexpected(what: string): never {
  throw new Error(`Howler is not as expected: ${what}. Is it still 2.2.4?`);
}
