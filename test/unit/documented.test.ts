import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parsePlaylist, parseProtocol } from '../../src/core.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Where the types stand that a page is given or gives. */
const files = [
  ...['command', 'entry', 'playlist', 'protocol', 'state'].map((name) => `src/session/${name}.types.ts`),
  ...['src/session/errors.ts', 'src/room/choices.ts', 'src/room/events.ts', 'src/room/session-clock.ts'],
];
/** Tables, and the inside of a room: they are told of as a whole. */
const WHOLE = /^(Commands|EntryData|Live|RoomEvents)$/;

/** What is exported without a word, by name: types, and the members of interfaces and classes. */
function silent(path: string): string[] {
  const { statements } = ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2022, true);
  const says = (node: ts.Node) => ts.getJSDocCommentsAndTags(node).length > 0;
  return statements.flatMap((each) => {
    if (!ts.isInterfaceDeclaration(each) && !ts.isTypeAliasDeclaration(each) && !ts.isClassDeclaration(each)) return [];
    if (!each.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    const name = each.name!.text;
    const members = ts.isTypeAliasDeclaration(each) || WHOLE.test(name) ? [] : [...each.members];
    return [
      ...(says(each) ? [] : [name]),
      ...members.flatMap((member) => {
        const inherited = ts.canHaveModifiers(member) && /\boverride\b/.test(member.getText());
        return says(member) || inherited || !member.name ? [] : [`${name}.${member.name.getText()}`];
      }),
    ];
  });
}

it.each(files)('every public type in %s says what it holds, member by member', (path) => {
  expect(silent(path)).toEqual([]);
});

describe('what the README shows', () => {
  const examples = [...read('README.md').matchAll(/```json\n(.*?)```/gs)].map(([, text]) => text!);

  it('of a playlist and of a protocol can be used as it stands', () => {
    const [playlist, protocol] = examples as [string, string];
    expect(examples).toHaveLength(2);
    expect(parsePlaylist(playlist, 'README.md', 'https://clinic.example/')).toMatchObject({
      playlist: { id: 'quiet-water', tracks: [{ intensity: 2 }, { intensity: 4 }] },
      dropped: [],
    });
    expect(parseProtocol(JSON.parse(protocol), 'README.md')).toMatchObject({ id: 'short' });
  });
});
