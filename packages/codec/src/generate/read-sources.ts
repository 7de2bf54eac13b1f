import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RecordSchema } from './schema-model.ts';

export interface SchemaFile {
  /** Path below schemas/. */
  readonly file: string;
  readonly folder: 'facts' | 'types' | 'records';
  readonly schema: RecordSchema;
}

interface SubjectEntry {
  readonly topic?: string;
  readonly subject?: string;
  readonly schema: string;
}

export interface SubjectList {
  readonly compatibility: string;
  /** Services that tell of their actions, beside every agency; none in lists from before. */
  readonly services?: readonly string[];
  readonly subjects: readonly SubjectEntry[];
}

/** What schemas/ holds, read. */
export interface SchemaSources {
  readonly files: readonly SchemaFile[];
  readonly subjects: SubjectList;
}

const FOLDERS = ['facts', 'types', 'records'] as const;
const SUBJECTS = 'subjects.json';

/** Reads every schema file and the list of subjects below `dir`, in a fixed order. */
export function readSources(dir: string): SchemaSources {
  const names = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(dir, folder)).map((name) => `${folder}/${name}`),
  );
  return parseSources(
    new Map(
      [...names.filter((name) => name.endsWith('.avsc')), SUBJECTS].map((name) => [
        name,
        readFileSync(path.join(dir, name), 'utf8'),
      ]),
    ),
  );
}

/** The same from texts by their path below schemas/, wherever they were kept. Throws for what is not JSON, or without a list of subjects. */
export function parseSources(texts: ReadonlyMap<string, string>): SchemaSources {
  const files = FOLDERS.flatMap((folder) =>
    [...texts]
      .filter(([file]) => file.startsWith(`${folder}/`) && file.endsWith('.avsc'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, text]) => ({
        file,
        folder,
        schema: parse<RecordSchema>(file, text),
      })),
  );
  return { files, subjects: parse<SubjectList>(SUBJECTS, texts.get(SUBJECTS) ?? '') };
}

function parse<T>(file: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}
