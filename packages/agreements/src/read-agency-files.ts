import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Agency, parseAgency } from './agency-file.ts';
import { AgreementError, type AgreementProblem } from './errors.ts';
import type { FactFields } from './parse.ts';

/** More agencies than any area has; bounds what one folder can make a start read. */
const FILES_MAX = 1000;

/**
 * Reads every `*.yaml` of the folder, in the order of the ids. One bad file refuses all of them, and every broken rule of every file is
 * told at once. Throws AgreementError `agencies-unreadable` (retryable) or `agency-invalid`.
 */
export async function readAgencyFiles(dir: string, facts: FactFields): Promise<readonly Agency[]> {
  const names = await readOrExplain(dir, () => readdir(dir));
  const yamls = names.filter((name) => name.endsWith('.yaml')).sort();
  if (yamls.length === 0 || yamls.length > FILES_MAX) {
    throw new AgreementError('agencies-unreadable', [
      { file: dir, path: '', rule: `holds 1 to ${FILES_MAX} .yaml files` },
    ]);
  }
  const agencies: Agency[] = [];
  const problems: AgreementProblem[] = [];
  for (const name of yamls) {
    const file = path.join(dir, name);
    const bytes = await readOrExplain(file, () => readFile(file));
    try {
      agencies.push(parseAgency(bytes, { file: name, facts }));
    } catch (error) {
      if (!(error instanceof AgreementError)) throw error;
      problems.push(...error.details.problems);
    }
  }
  if (problems.length > 0) throw new AgreementError('agency-invalid', problems);
  return agencies.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

async function readOrExplain<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new AgreementError(
      'agencies-unreadable',
      [{ file, path: '', rule: 'can be read' }],
      cause,
    );
  }
}
