/** Imported before Howler, which writes over these names of a page and calls an AMD loader it finds there. */
const names = ['define', 'Howl', 'Howler', 'HowlerGlobal', 'Sound'];

const page = globalThis as Record<string, unknown>;
const held = names.map((name) => Object.getOwnPropertyDescriptor(page, name));

if (held[0]) page.define = undefined;

/** Gives the page its own names back. */
export const giveBack = (): void =>
  held.forEach((own, i) => (own ? Object.defineProperty(page, names[i]!, own) : delete page[names[i]!]));
