/** Imported before Howler, which writes over these names of a page and calls an AMD loader it finds there. */
const names = ['define', 'Howl', 'Howler', 'HowlerGlobal', 'Sound'] as const;

const page = globalThis as Record<string, unknown>;
const held = names.map((name) => [name, Object.getOwnPropertyDescriptor(page, name)] as const);

if (held[0]?.[1]) page.define = undefined;

/** Gives the page its own names back. */
export function giveBack(): void {
  for (const [name, own] of held)
    if (own) Object.defineProperty(page, name, own);
    else delete page[name];
}
