import type { Agreement } from '../agreement.ts';
import { type Finding, find } from './finding.ts';
import { type Linting, nameOf } from './linting.ts';

/**
 * Words of special categories (UK GDPR article 9) and of criminal convictions (article 10), as a field's name would have them. A net for slips,
 * not a judgement: what a field holds is for its reviewers.
 */
const SPECIAL =
  /health|medical|disab|ethnic|racial|religio|belief|politic|union|genetic|biometric|sexual|orientation|convict|offence/i;

/** What a file names: fields, parties and capacities that do not exist, and fields that must not be there. */
export function lintFields(agreement: Agreement, { facts, agencies }: Linting): Finding[] {
  const name = nameOf(agreement);
  const fields = Object.entries(agreement.facts).flatMap(([fact, names]) =>
    names.flatMap((field, at): Finding[] => {
      const path = `facts.${fact}[${at}]`;
      if (!(Object.hasOwn(facts, fact) && facts[fact]?.includes(field))) {
        return [
          find('unknown-field', name, path, `remove ${fact}.${field} or add it to schemas/facts`),
        ];
      }
      if (!SPECIAL.test(field)) return [];
      return [find('special-category', name, path, `remove ${fact}.${field}`)];
    }),
  );
  const parties = [...new Set([...agreement.from, ...agreement.to])]
    .filter((party) => !agencies.some((one) => one.id === party))
    .map((party) =>
      find('unknown-party', name, party, `add infra/agencies/${party}.yaml or remove ${party}`),
    );
  const recipients = agencies.filter((one) => agreement.to.includes(one.id));
  const capacities = recipients.flatMap((recipient) =>
    agreement.capacities
      .filter((capacity) => !recipient.capacities.includes(capacity))
      .map((capacity) =>
        find(
          'unknown-capacity',
          name,
          `${recipient.id} ${capacity}`,
          `list ${capacity} in infra/agencies/${recipient.id}.yaml or remove it`,
        ),
      ),
  );
  return [...fields, ...parties, ...capacities];
}
