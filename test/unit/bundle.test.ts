import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { execFileSync } from 'node:child_process';
import { parseAst } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

interface Manifest {
  exports: Record<string, string | Record<string, string>>;
  sideEffects: string[];
  dependencies: Record<string, string>;
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** What `npm run build` leaves in dist/. `npm test` builds first. */
describe('the built package', () => {
  beforeAll(() => {
    if (!existsSync('dist/stillroom.js')) throw new Error('There is no dist/stillroom.js: run npm run build first.');
  });

  const targets = Object.entries(manifest.exports).flatMap(([name, target]) =>
    (typeof target === 'string' ? [target] : Object.values(target)).map((path) => [name, path] as const),
  );

  it.each(targets)('has what the entry %s leads to: %s', (_, path) => {
    expect(existsSync(path)).toBe(true);
  });

  it.each(['.', './element', './core', './stillroom.js'])('can be imported by a server: %s', (name) => {
    const target = manifest.exports[name] as { default: string };
    // A process of its own: nothing that a test has put on the global object may help.
    const names = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `console.log(Object.keys(await import(${JSON.stringify(resolve(target.default))})).join())`,
      ],
      { encoding: 'utf8' },
    );
    expect(names.trim().split(',')).toContain(name === './core' ? 'decide' : 'StillRoom');
  });

  it.each(['./core', './stillroom.js'])('can be imported where every object has a member more: %s', (name) => {
    const { default: path } = manifest.exports[name] as { default: string };
    const importing = `import(${JSON.stringify(resolve(path))}).catch(({ message }) => process.stdout.write(message))`;
    const code = `Object.prototype.extra = 'x'; await ${importing}`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })).toBe('');
  });

  it('asks for no Trusted Types policy as it is imported: a second copy draws nothing, and the name is taken', () => {
    const code = `globalThis.trustedTypes = { createPolicy(name) { process.stdout.write(name); throw new TypeError('Taken'); } };
      await import(${JSON.stringify(resolve('dist/stillroom.js'))});`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })).toBe('');
  });

  it('holds everything in the self-contained file: it imports nothing, now or later', () => {
    expect(importsOf(readFileSync('dist/stillroom.js', 'utf8'))).toEqual([]);
  });

  it('imports only its dependencies elsewhere', () => {
    const modules = globSync('dist/**/*.js').filter((path) => path !== 'dist/stillroom.js');
    const packages = modules
      .flatMap((path) => importsOf(readFileSync(path, 'utf8')))
      .filter((source) => !source.startsWith('.'))
      .map((source) => source.split('/')[0] ?? '');
    expect(Object.keys(manifest.dependencies)).toEqual(expect.arrayContaining([...new Set(packages)]));
  });

  it('names every module that acts when it is imported', () => {
    const missing = manifest.sideEffects
      .filter((path) => path.startsWith('./dist/'))
      .filter((path) => globSync(path.slice(2)).length === 0);
    expect(missing).toEqual([]);
  });
});

interface Node {
  type: string;
  source?: { value: string } | null;
}

/** What a module asks for, statically or by `import()`. */
function importsOf(code: string): string[] {
  const found: string[] = [];
  const visit = (node: Node) => {
    if (/^(?:Import|Export(?:Named|All))(?:Declaration|Expression)$/.test(node.type) && node.source)
      found.push(node.source.value ?? 'an expression');
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value])
        if (child && typeof (child as Node).type === 'string') visit(child as Node);
  };
  visit(parseAst(code) as unknown as Node);
  return found;
}
