import fs from 'node:fs';
import path from 'node:path';
import { AGREEMENT_SETS, type AgreementSetId, composeSet, parseAgreement } from '@told/agreements';
import { factFields } from '@told/codec';
import { FIRST_DAY_OF_2010 } from '../agreements/read-set.ts';
import type { SetShown } from './render-agreement-page.ts';

/** A page says the same whenever it is made: on a day of each set. */
const DAYS: Readonly<Record<AgreementSetId, string>> = {
  '2010': FIRST_DAY_OF_2010,
  current: '2025-05-13',
};

/** The sets of `<root>/infra/agreements`, as the page shows them. Throws AgreementError when a file breaks its format. */
export function readSets(root: string): readonly SetShown[] {
  return AGREEMENT_SETS.map((id) => {
    const folder = path.join(root, 'infra/agreements', id);
    const names = fs.readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    const files = names.sort().map((file) => ({
      file,
      agreement: parseAgreement(fs.readFileSync(path.join(folder, file)), {
        ...{ file, facts: factFields },
      }),
    }));
    return {
      agreements: composeSet(id, files),
      on: DAYS[id],
      files: new Map(files.map(({ file, agreement }) => [agreement.hash, file])),
    };
  });
}
