import fs from 'node:fs';
import path from 'node:path';

/** The names of the fields of each named type. */
export type TypeFields = ReadonlyMap<string, ReadonlySet<string>>;

/** The versions of the schemas that were shipped, oldest first, from the files by which codec's tests hold today's to them. */
export function readShipped(root: string): readonly TypeFields[] {
  const folder = path.join(root, 'packages/codec/test/shipped');
  return fs
    .readdirSync(folder)
    .sort()
    .map((file) => collectFields(JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'))));
}

/** Every named type inside some Avro schemas, those defined inside another included. */
export const collectFields = (schemas: unknown): TypeFields => new Map(listTypes(schemas));

function listTypes(part: unknown): [string, ReadonlySet<string>][] {
  if (typeof part !== 'object' || part === null) return [];
  const { name, fields } = part as Partial<Named> & { readonly fields?: readonly Named[] };
  const isType = name !== undefined && fields !== undefined;
  return [
    ...(isType
      ? [[name, new Set(fields.map((field) => field.name))] as [string, Set<string>]]
      : []),
    ...Object.values(part).flatMap(listTypes),
  ];
}

interface Named {
  readonly name: string;
}
