import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rightsFor, suspend } from '@told/agreements';
import { FACTS, factFields } from '@told/codec';
import { readSets } from './read-sets.ts';
import { renderAgreementPage } from './render-agreement-page.ts';

const SETS = readSets(path.join(import.meta.dirname, '../../../..'));

describe('the page of agreements', () => {
  const page = renderAgreementPage(SETS);
  /** The rows of a recipient's table in a set, as field → whether any capacity is given it. */
  const tableOf = (recipient: string, set: string) => {
    const [, rest = ''] = page.split(`### What \`${recipient}\` may be given in set ${set}\n`);
    const [table = ''] = rest.split('\n#');
    return new Set([...table.matchAll(/^\| `([a-zA-Z]+\.[a-zA-Z]+)`/gm)].map(([, field]) => field));
  };

  test.each(SETS.map((one) => [one.agreements.id, one] as const))(
    'has a row for each field of set %s that the decision could give, and no other',
    (_, { agreements, on }) => {
      const parties = [
        ...new Set(agreements.agreements.flatMap((one) => [...one.from, ...one.to])),
      ];
      const capacities = [...new Set(agreements.agreements.flatMap((one) => one.capacities))];
      for (const recipient of parties) {
        const given = parties.flatMap((source) =>
          capacities.flatMap((capacity) =>
            FACTS.flatMap((fact) =>
              rightsFor(agreements, on, { source, recipient, capacity, fact }).flatMap((right) => [
                ...right.fields.keys(),
              ]),
            ),
          ),
        );
        expect(tableOf(recipient, agreements.id)).toEqual(new Set(given));
      }
    },
  );

  test('says of consent that it is consent, and names no field that nobody may be given', () => {
    expect(page).toContain('`dwp-to-council-prefill`, by consent');
    expect(page).not.toContain('identity.newNinoDigest');
    expect(factFields['identity']).toContain('newNinoDigest');
  });

  test('changes with what is suspended', () => {
    const [first, ...rest] = SETS;
    if (first === undefined) throw new TypeError('a set is shipped');
    const suspended = suspend(first.agreements, new Set(['dwp-to-council-prefill']));
    expect(renderAgreementPage([{ ...first, agreements: suspended }, ...rest])).not.toBe(page);
  });
});
