// Joins a program's own modules to one plain file that Node runs: types stripped, nothing else compiled or renamed, comments kept.
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';

/** `import … from '…'` of a stripped module; every import stands at the start of a line. */
const IMPORT = /^import\s+(?:(\w+)|\{([^}]*)\})\s+from\s+'([^']+)';\n/gm;
/** What would need more than putting files one after the other. */
const BEYOND = /^export\s+(?:\*|\{|default)|^import\s+\*|^import\s+'|\bimport\(|\brequire\(/m;
const DECLARED = /^(?:export\s+)?(?:async\s+)?(?:const|let|function\*?|class)\s+(\w+)/gm;
/** The comment of a type that is gone: an empty line follows, which nobody leaves below a comment. */
const ORPHAN = /^\/\*\*(?:[^*]|\*(?!\/))*\*\/\n(?=[ \t]*\n)/gm;
const LINT_COMMENT = /^ *\/\/ biome-ignore .*\n/gm;

interface Joined {
  /** `node:` module → what is imported of it: `{ hash as digest }` by name, a default import as `default fs`. */
  readonly builtins: Map<string, Set<string>>;
  /** Name at the top of a module → the module. */
  readonly names: Map<string, string>;
  readonly texts: Map<string, string>;
}

/** The modules that `entry` needs, each before those that need it. `read` gives a file's text. Throws for what cannot be joined as it stands. */
export function joinModules(entry: string, read: (file: string) => string): string {
  const joined: Joined = { builtins: new Map(), names: new Map(), texts: new Map() };
  addModule(entry, read, joined);
  const root = path.posix.dirname(path.posix.dirname(entry));
  const modules = [...joined.texts].map(
    ([file, text]) => `// ---- ${path.posix.relative(root, file)}\n\n${text.trim()}\n`,
  );
  return [...writeImports(joined), '', ...modules].join('\n');
}

function addModule(file: string, read: (file: string) => string, joined: Joined): void {
  if (joined.texts.has(file)) return;
  const text = stripTypeScriptTypes(read(file));
  const beyond = BEYOND.exec(text)?.[0];
  if (beyond !== undefined) throw new Error(`${file} cannot be joined: ${beyond}`);
  for (const [, whole, parts = '', from = ''] of text.matchAll(IMPORT)) {
    const named = parts
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    if (from.startsWith('node:')) {
      addBuiltin(from, whole === undefined ? named : [`default ${whole}`], file, joined);
      continue;
    }
    if (!from.startsWith('.') || whole !== undefined || named.some((one) => one.includes(' as ')))
      throw new Error(`${file} imports ${from} in a way that cannot be joined`);
    addModule(path.posix.join(path.posix.dirname(file), from), read, joined);
  }
  for (const [, name = ''] of text.matchAll(DECLARED)) claimName(name, file, joined);
  joined.texts.set(file, tidyText(text));
}

function addBuiltin(from: string, parts: readonly string[], file: string, joined: Joined): void {
  const known = joined.builtins.get(from) ?? new Set();
  for (const part of parts) {
    const name = part.split(' ').at(-1) ?? part;
    // Two modules may import the same thing; a module that gives the name to something else may not.
    if (!known.has(part)) claimName(name, file, joined);
    known.add(part);
  }
  joined.builtins.set(from, known);
}

function claimName(name: string, file: string, { names }: Joined): void {
  const other = names.get(name);
  if (other !== undefined) throw new Error(`${file} and ${other} both name something ${name}`);
  names.set(name, file);
}

const tidyText = (text: string): string =>
  text
    .replace(IMPORT, '')
    .replace(/^export /gm, '')
    .replace(ORPHAN, '')
    .replace(LINT_COMMENT, '');

const writeImports = ({ builtins }: Joined): readonly string[] =>
  [...builtins].sort().flatMap(([from, parts]) => {
    const whole = [...parts].filter((part) => part.startsWith('default '));
    const named = [...parts].filter((part) => !part.startsWith('default ')).sort();
    return [
      ...whole.map((part) => `import ${part.slice('default '.length)} from '${from}';`),
      ...(named.length > 0 ? [`import { ${named.join(', ')} } from '${from}';`] : []),
    ];
  });
