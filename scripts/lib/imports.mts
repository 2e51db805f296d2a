import { parseSync } from 'vite';

/** One import in a source file. `type` is true where the compiler erases it; `dynamic` for `import(…)`. */
export interface Import {
  specifier: string;
  line: number;
  type: boolean;
  dynamic: boolean;
}

type Node = Record<string, unknown> & { type: string; start: number };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function literal(value: unknown): string | undefined {
  if (!isNode(value)) {
    return undefined;
  }
  if (value.type === 'TSLiteralType') {
    return literal(value.literal);
  }
  return typeof value.value === 'string' ? value.value : undefined;
}

/** True where every name of an import or export is marked `type`, so that nothing of it is left at run time. */
function onlyTypes(node: Node): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') {
    return true;
  }
  const names = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : [];
  return names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type');
}

/** What one syntax node imports: its specifier, and how. A dynamic specifier that is no literal is reported as `?`. */
function imported(node: Node): Omit<Import, 'line'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration': {
      const specifier = literal(node.source);
      return specifier === undefined ? undefined : { specifier, type: onlyTypes(node), dynamic: false };
    }
    case 'ImportExpression':
      return { specifier: literal(node.source) ?? '?', type: false, dynamic: true };
    case 'TSImportType':
      return { specifier: literal(node.source) ?? literal(node.argument) ?? '?', type: true, dynamic: false };
    case 'TSExternalModuleReference':
      return { specifier: literal(node.expression) ?? '?', type: false, dynamic: false };
    case 'CallExpression':
      return isNode(node.callee) && node.callee.type === 'Identifier' && node.callee.name === 'require'
        ? { specifier: literal((node.arguments as unknown[])[0]) ?? '?', type: false, dynamic: false }
        : undefined;
    default:
      return undefined;
  }
}

/** Every import of a TypeScript source, type-only ones too (a bundler's metafile does not show those). */
export function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) {
    throw new Error(`${file} does not parse: ${errors[0]?.message ?? 'unknown error'}`);
  }
  const found: Import[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    if (!isNode(value)) {
      return;
    }
    const entry = imported(value);
    if (entry !== undefined) {
      found.push({ ...entry, line: source.slice(0, value.start).split('\n').length });
    }
    Object.values(value).forEach(visit);
  };
  visit(program);
  return found;
}
