import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Agency, parseAgency } from './agency-file.ts';
import type { AgreementSet, AgreementSetId } from './agreement.ts';
import { composeSet } from './agreement-set.ts';
import { AgreementError, type AgreementProblem } from './errors.ts';
import { type FactFields, parseAgreement } from './parse.ts';

/** A set, and its files as they were read: what its hashes are of. */
export interface LoadedAgreements {
  readonly agreements: AgreementSet;
  readonly texts: readonly { readonly hash: string; readonly content: Buffer }[];
}

interface Wanted {
  readonly set: AgreementSetId;
  readonly facts: FactFields;
}

/** The set alone, as `loadAgreementTexts` reads it. */
export const loadAgreements = async (dir: string, of: Wanted): Promise<AgreementSet> =>
  (await loadAgreementTexts(dir, of)).agreements;

/**
 * Reads every `*.yaml` of `<dir>/<set>`. One bad file refuses the whole set: half a set would deny, or allow, what nobody signed.
 * Throws AgreementError `agreements-unreadable` (retryable), `agreement-invalid`, `agreement-other-set`, `agreement-twice`.
 */
export async function loadAgreementTexts(dir: string, of: Wanted): Promise<LoadedAgreements> {
  const folder = path.join(dir, of.set);
  const names = await readOrExplain(folder, () => readdir(folder));
  const yamls = names.filter((name) => name.endsWith('.yaml')).sort();
  if (yamls.length === 0) {
    throw new AgreementError('agreements-unreadable', [
      { file: folder, path: '', rule: 'must hold at least one .yaml file' },
    ]);
  }
  const files = await Promise.all(
    yamls.map(async (name) => {
      const file = path.join(folder, name);
      const content = await readOrExplain(file, () => readFile(file));
      const agreement = parseAgreement(content, { file: name, facts: of.facts });
      return { file: name, agreement, content };
    }),
  );
  return {
    agreements: composeSet(of.set, files),
    texts: files.map(({ agreement: { hash }, content }) => ({ hash, content })),
  };
}

/** More agencies than any area has; bounds what one folder can make a start read. */
const AGENCIES_MAX = 1000;

/**
 * Reads every `*.yaml` of the folder, in the order of the ids. One bad file refuses all of them, and every broken rule of every file is
 * told at once. Throws AgreementError `agencies-unreadable` (retryable) or `agency-invalid`.
 */
export async function readAgencyFiles(dir: string, facts: FactFields): Promise<readonly Agency[]> {
  const names = await readOrExplain(dir, () => readdir(dir), 'agencies-unreadable');
  const yamls = names.filter((name) => name.endsWith('.yaml')).sort();
  if (yamls.length === 0 || yamls.length > AGENCIES_MAX) {
    throw new AgreementError('agencies-unreadable', [
      { file: dir, path: '', rule: `holds 1 to ${AGENCIES_MAX} .yaml files` },
    ]);
  }
  const agencies: Agency[] = [];
  const problems: AgreementProblem[] = [];
  for (const name of yamls) {
    const file = path.join(dir, name);
    const bytes = await readOrExplain(file, () => readFile(file), 'agencies-unreadable');
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

async function readOrExplain<T>(
  file: string,
  read: () => Promise<T>,
  code: 'agreements-unreadable' | 'agencies-unreadable' = 'agreements-unreadable',
): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new AgreementError(code, [{ file, path: '', rule: 'must be readable' }], cause);
  }
}
