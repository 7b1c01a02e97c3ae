import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyDeclarations } from './client-types.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'declarations-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'from', path)), { recursive: true });
    writeFileSync(join(root, 'from', path), text);
  }
}

describe('the declarations of the client library', () => {
  it('are those that the door leads to, with imports that programs elsewhere resolve', () => {
    write({
      'client/library/index.d.ts': `export { a } from './a.ts';\nexport type { B } from "../../protocol/index.ts";\nimport 'valibot';\n//# sourceMappingURL=index.d.ts.map\n`,
      'client/library/a.d.ts': `export declare const a: import('../b.ts').B;\n`,
      'client/b.d.ts': `import type { B } from './library/index.ts';\nexport type { B };\n`,
      'client/unused.d.ts': `export {};\n`,
      'protocol/index.d.ts': `export type B = './not-an-import';\n`,
    });
    const copied = copyDeclarations(join(root, 'from'), join(root, 'to'), 'client/library/index.d.ts');
    expect(copied).toEqual([
      'client/b.d.ts',
      'client/library/a.d.ts',
      'client/library/index.d.ts',
      'protocol/index.d.ts',
    ]);
    const text = (path: string): string => readFileSync(join(root, 'to', path), 'utf8');
    expect(text('client/library/index.d.ts')).toBe(
      `export { a } from './a.js';\nexport type { B } from "../../protocol/index.js";\nimport 'valibot';\n`,
    );
    expect(text('client/library/a.d.ts')).toBe(`export declare const a: import('../b.js').B;\n`);
  });

  it('are refused when one is missing', () => {
    write({ 'index.d.ts': `export * from './absent.ts';\n` });
    expect(() => copyDeclarations(join(root, 'from'), join(root, 'to'), 'index.d.ts')).toThrow('absent.d.ts');
  });
});
