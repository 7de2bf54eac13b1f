import type { ComposeFile, Container } from './compose/compose-file.ts';

/** Compose's `${NAME:?message}`; `$$` is a dollar. */
const PLACEHOLDER = /\$(?:\$|\{([A-Z][A-Z0-9_]*):\?[^}]+\}|(.?))/g;

/** The variables of `.env`. */
export const readVariables = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/** A text as Compose would hand it on. Throws on a variable without a value, and on a dollar that is none. */
const fillIn = (text: string, variables: ReadonlyMap<string, string>): string =>
  text.replace(PLACEHOLDER, (whole, name: string | undefined, stray: string | undefined) => {
    if (whole === '$$') return '$';
    const value = name === undefined ? undefined : variables.get(name);
    if (value === undefined || stray !== undefined) throw new Error(`nothing to put for ${whole}`);
    return value;
  });

/** The environment that a container gets. */
export const environmentOf = (
  { environment }: Container,
  variables: ReadonlyMap<string, string>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, fillIn(value, variables)]),
  );

export const containersOf = ({
  services,
}: ComposeFile): readonly (readonly [string, Container])[] => Object.entries(services);
