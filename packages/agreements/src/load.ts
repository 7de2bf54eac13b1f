import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AgreementSet, AgreementSetId } from './agreement.ts';
import { composeSet } from './agreement-set.ts';
import { AgreementError } from './errors.ts';
import { type FactFields, parseAgreement } from './parse.ts';

/**
 * Reads every `*.yaml` of `<dir>/<set>`. One bad file refuses the whole set: half a set would deny, or allow, what nobody signed.
 * Throws AgreementError `agreements-unreadable` (retryable), `agreement-invalid`, `agreement-other-set`, `agreement-twice`.
 */
export async function loadAgreements(
  dir: string,
  of: { readonly set: AgreementSetId; readonly facts: FactFields },
): Promise<AgreementSet> {
  const folder = path.join(dir, of.set);
  const names = await readOrExplain(folder, () => readdir(folder));
  const yamls = names.filter((name) => name.endsWith('.yaml')).sort();
  if (yamls.length === 0) {
    throw new AgreementError('agreements-unreadable', [
      { file: folder, path: '', rule: 'holds at least one .yaml file' },
    ]);
  }
  const files = await Promise.all(
    yamls.map(async (name) => {
      const file = path.join(folder, name);
      const bytes = await readOrExplain(file, () => readFile(file));
      return { file: name, agreement: parseAgreement(bytes, { file: name, facts: of.facts }) };
    }),
  );
  return composeSet(of.set, files);
}

async function readOrExplain<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new AgreementError(
      'agreements-unreadable',
      [{ file, path: '', rule: 'can be read' }],
      cause,
    );
  }
}
