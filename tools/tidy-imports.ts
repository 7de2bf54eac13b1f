import path from 'node:path';

/** `path` is relative to the repository's root, with forward slashes. */
export type SourceFile = { readonly path: string; readonly text: string };

export type Import = {
  readonly specifier: string;
  /** The room it leads to; undefined for modules that are not ours. */
  readonly room: string | undefined;
  /** `import type`: gone when the program runs. */
  readonly typeOnly: boolean;
};

/** Static and dynamic imports and re-exports that stand at the start of a line or after `await`, `=` or `(`. */
const IMPORT =
  /(?:^|[\s=(;])(?:(import|export)\s+(type\s+)?(?:[\w*${}\s,]+?\s+from\s+)?|import\()\s*['"]([^'"\n]+)['"]/g;

export function findImports({ path: file, text }: SourceFile): Import[] {
  return [...text.matchAll(IMPORT)].map(([, , type, specifier = '']) => ({
    specifier,
    room: roomOfSpecifier(file, specifier),
    typeOnly: type !== undefined,
  }));
}

/** The room that a file belongs to: `packages/<room>/…`, `services/<room>/…`, `tools/…`, `bench/…`. */
export function roomOf(file: string): string | undefined {
  const [folder, room] = file.split('/');
  if (folder === 'packages' || folder === 'services') return room;
  return folder === 'tools' || folder === 'bench' ? folder : undefined;
}

function roomOfSpecifier(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('@told/')) return specifier.split('/')[1];
  if (!specifier.startsWith('.')) return undefined;
  return roomOf(path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)));
}

/** Tests and what only they load. */
export const isTest = (file: string): boolean =>
  /\.test\.ts$|\/test\//.test(file) || file === 'jest.config.mjs';
