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
  readonly subjects: readonly SubjectEntry[];
}

const FOLDERS = ['facts', 'types', 'records'] as const;

/** Reads every schema file and the list of subjects below `dir`, in a fixed order. */
export function readSources(dir: string): {
  readonly files: readonly SchemaFile[];
  readonly subjects: SubjectList;
} {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(dir, folder))
      .filter((name) => name.endsWith('.avsc'))
      .sort()
      .map((name) => ({
        file: `${folder}/${name}`,
        folder,
        schema: JSON.parse(readFileSync(path.join(dir, folder, name), 'utf8')) as RecordSchema,
      })),
  );
  const subjects = JSON.parse(readFileSync(path.join(dir, 'subjects.json'), 'utf8')) as SubjectList;
  return { files, subjects };
}
