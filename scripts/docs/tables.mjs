/** Tables of attributes, methods, events and styling hooks, read from a custom-elements manifest. */
import { attributes } from '../../src/tag/attributes.ts';

/** One line, fit for a table cell. */
const cell = (text = '') => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim();
const code = (text) => (text ? `\`${cell(text)}\`` : '');

export const table = (title, heads, rows) =>
  rows.length
    ? [
        `### ${title}`,
        '',
        `| ${heads.join(' | ')} |`,
        `|${' --- |'.repeat(heads.length)}`,
        ...rows.map((row) => `| ${row.join(' | ')} |`),
      ].join('\n')
    : '';

/** Every declaration of the manifest, by name. */
const declarations = (manifest) => manifest.modules.flatMap((module) => module.declarations ?? []);

const signature = (method) =>
  `${method.name}(${(method.parameters ?? []).map(({ name, optional }) => name + (optional ? '?' : '')).join(', ')})`;

export function tables(manifest) {
  const all = declarations(manifest);
  const tag = all.find(({ tagName, name }) => tagName === 'still-room' || name === 'StillRoom');
  const commands = all.find(({ name }) => name === 'CommandsElement');
  const isPublic = ({ privacy, name }) => !privacy && !/^[#_[]/.test(name);
  const fields = (tag.members ?? []).filter(
    ({ kind, static: fixed, description }) => kind === 'field' && !fixed && description,
  );
  const rows = Object.entries(attributes).flatMap(([property, { attribute = property, takes }]) => {
    const field = fields.find(({ name }) => name === property);
    const preset = takes(null) ?? 'built-in';
    return field
      ? [[code(attribute), code(property), code(field.type?.text), `${preset}`, cell(field.description)]]
      : [];
  });
  const others = fields.filter((field) => isPublic(field) && !(field.name in attributes));
  const methods = [...(commands.members ?? []), ...(tag.members ?? [])].filter(
    (member) =>
      member.kind === 'method' && !member.static && isPublic(member) && member.description && !member.inheritedFrom,
  );
  const parts = all.flatMap(({ cssParts = [] }) => cssParts);
  const properties = all.flatMap(({ cssProperties = [] }) => cssProperties);
  return [
    table('Attributes', ['attribute', 'property', 'value', 'default', 'meaning'], rows),
    table(
      'Properties to read',
      ['property', 'meaning'],
      others.map(({ name, description }) => [code(name), cell(description)]),
    ),
    table(
      'Methods',
      ['method', 'does'],
      methods.map((method) => [code(signature(method)), cell(method.description)]),
    ),
    table(
      'Events',
      ['event', 'detail and meaning'],
      (tag.events ?? []).map(({ name, description }) => [code(name), cell(description)]),
    ),
    table(
      'Styling: custom properties',
      ['property', 'default', 'meaning'],
      properties.map(({ name, default: preset, description }) => [code(name), code(preset), cell(description)]),
    ),
    table(
      'Styling: parts',
      ['part', 'meaning'],
      parts.map(({ name, description }) => [code(name), cell(description)]),
    ),
  ]
    .filter(Boolean)
    .join('\n\n');
}
