import { createHash } from 'node:crypto';
import type { Agreement, AgreementSet, AgreementSetId } from './agreement.ts';
import { AgreementError, type AgreementProblem } from './errors.ts';

/**
 * Puts files of one set together. `file` names each for the errors.
 * Throws AgreementError `agreement-other-set` when a file belongs to another set, `agreement-twice` when two files hold the same version.
 */
export function composeSet(
  id: AgreementSetId,
  files: readonly { readonly file: string; readonly agreement: Agreement }[],
): AgreementSet {
  const foreign = files
    .filter(({ agreement }) => agreement.set !== id)
    .map(
      ({ file }): AgreementProblem => ({ file, path: 'set', rule: `must be ${id} in this set` }),
    );
  if (foreign.length > 0) throw new AgreementError('agreement-other-set', foreign);

  const firsts = new Map<string, string>();
  const twice: AgreementProblem[] = [];
  for (const { file, agreement } of files) {
    const name = `${agreement.id} version ${agreement.version}`;
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, file);
    else twice.push({ file, path: 'version', rule: `${name} is in ${first} already` });
  }
  if (twice.length > 0) throw new AgreementError('agreement-twice', twice);

  const agreements = files
    .map(({ agreement }) => agreement)
    .sort((a, b) => (a.id === b.id ? a.version - b.version : a.id < b.id ? -1 : 1));
  const hashes = agreements.map((one) => one.hash).sort();
  return { id, agreements, hash: createHash('sha256').update(hashes.join('\n')).digest('hex') };
}
