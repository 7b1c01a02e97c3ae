import { parseSync, Visitor } from 'oxc-parser';

/**
 * @typedef {object} Import
 * @property {string | undefined} specifier `undefined` where it is computed and so cannot be known.
 * @property {boolean} typeOnly Whether nothing of it is left at run time.
 * @property {number} line
 */

/** Files that a worker or a process is started from, as in `new URL('./worker.ts', import.meta.url)`. */
const CODE_FILE = /\.[cm]?[jt]sx?$/;

/**
 * Everything that a module imports, in whatever way: statements, re-exports, `import()`, `require()`, types by
 * `import('…')`, globs and workers' addresses. What cannot be parsed comes back as errors.
 * @param {string} path tells the parser the language
 * @param {string} text
 * @returns {{ imports: Import[], errors: string[] }}
 */
export function readImports(path, text) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return { imports: [], errors: errors.map((error) => error.message) };

  /** @type {Import[]} */
  const imports = [];
  /** @param {string | undefined} specifier @param {boolean} typeOnly @param {number} offset */
  const add = (specifier, typeOnly, offset) => {
    imports.push({ specifier, typeOnly, line: text.slice(0, offset).split('\n').length });
  };

  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.importKind === 'type', node.start),
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === 'type', node.start),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node.source.value, node.exportKind === 'type', node.start);
    },
    ImportExpression: (node) => add(literal(node.source), false, node.start),
    TSImportType: (node) => add(node.source.value, true, node.start),
    TSImportEqualsDeclaration: (node) => {
      if (node.moduleReference.type !== 'TSExternalModuleReference') return;
      add(node.moduleReference.expression.value, node.importKind === 'type', node.start);
    },
    CallExpression: (node) => {
      const [first] = node.arguments;
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') {
        add(first && literal(first), false, node.start);
      } else if (/^import\s*\.\s*meta\s*\.\s*glob/.test(text.slice(node.callee.start, node.callee.end))) {
        add(undefined, false, node.start);
      }
    },
    NewExpression: (node) => {
      const [first, second] = node.arguments;
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL' || !first || !second) return;
      const address = literal(first);
      if (address === undefined || !CODE_FILE.test(address)) return;
      if (text.slice(second.start, second.end).replaceAll(/\s/g, '') === 'import.meta.url') {
        // Unlike an import, an address without a dot is relative too.
        add(/^[./]/.test(address) ? address : `./${address}`, false, node.start);
      }
    },
  }).visit(program);
  return { imports: imports.sort((a, b) => a.line - b.line), errors: [] };
}

/**
 * @param {import('oxc-parser').Node} node
 * @returns {string | undefined}
 */
function literal(node) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}
