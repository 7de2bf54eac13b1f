import path from 'node:path';
import {
  AGREEMENT_SETS,
  AgreementError,
  type AgreementProblem,
  type AgreementSet,
  type AgreementSetId,
  loadAgreements,
} from '@told/agreements';
import { factFields } from '@told/codec';
import { createBusinessCalendar, systemClock } from '@told/service';
import { InvalidArgumentError } from 'commander';
import { CliError } from '../exit-codes.ts';

/** The reviewed files of this checkout. */
export const INFRA = path.resolve(import.meta.dirname, '../../../../infra');

/** The first day of the example; the law of the other set is that of today. */
export const FIRST_DAY_OF_2010 = '2010-04-05';

/** On which day a set is looked at unless a command line says otherwise. */
export const dayOf = (set: AgreementSetId): string =>
  set === '2010'
    ? FIRST_DAY_OF_2010
    : createBusinessCalendar({ kind: 'system' }, systemClock).today();

export type SetRead =
  | { readonly set: AgreementSetId; readonly agreements: AgreementSet }
  | { readonly set: AgreementSetId; readonly problems: readonly AgreementProblem[] };

/** One set of `<infra>/agreements`, or every rule that its files break. Throws CliError `unfit` when the folder cannot be read. */
export async function readSet(set: AgreementSetId, infra: string): Promise<SetRead> {
  try {
    const dir = path.join(infra, 'agreements');
    return { set, agreements: await loadAgreements(dir, { set, facts: factFields }) };
  } catch (error) {
    if (!(error instanceof AgreementError)) throw error;
    if (!error.retryable) return { set, problems: error.details.problems };
    const { code, message } = error;
    throw new CliError(
      'unfit',
      `${message}\nFix: give --infra the folder that holds agreements/.`,
      {
        ...{ code, detail: message },
      },
    );
  }
}

/** Reads the name of a set from a command line. */
export function readSetId(text: string): AgreementSetId {
  const set = AGREEMENT_SETS.find((one) => one === text);
  if (set !== undefined) return set;
  throw new InvalidArgumentError(`It is one of ${AGREEMENT_SETS.join(', ')}.`);
}

const AGREEMENT = /^[a-z][a-z0-9-]{1,59}$/;

export function readAgreementId(text: string): string {
  if (AGREEMENT.test(text)) return text;
  throw new InvalidArgumentError('It is the id of an agreement, such as dwp-to-council-ctb.');
}
