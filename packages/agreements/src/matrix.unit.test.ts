import { describe, expect, test } from '@jest/globals';
import { buildAgreement } from '../test/build-agreement.ts';
import { buildConsentAgreement, setOf } from '../test/deciding.ts';
import { buildMatrix } from './matrix.ts';
import { rightsFor } from './rights.ts';
import { suspend } from './suspend.ts';

const SET = setOf([
  buildAgreement({ from: ['jobcentre', 'luton'], capacities: ['b', 'a'] }),
  buildConsentAgreement({ capacities: ['a'], facts: { income: ['who', 'employer'] } }),
  buildAgreement({ id: 'ended', state: 'ended', facts: { income: ['kind'] } }),
]);
const ON = '2010-05-13';

describe('buildMatrix', () => {
  test('says for each recipient, capacity and field which agreements give it, and from whom', () => {
    const rows = buildMatrix(SET, ON).map(({ recipient, capacity, fact, field, allowedBy }) => [
      `${recipient} ${capacity} ${fact}.${field}`,
      ...allowedBy.map((one) => `${one.agreement} ${one.version} ${one.basis} ${one.from}`),
    ]);
    const statute = 'example 1 statutory jobcentre,luton';
    const consent = 'by-consent 1 consent jobcentre';
    expect(rows).toEqual([
      ['central-bedfordshire a income.who', consent, statute],
      ['central-bedfordshire a income.employer', consent],
      ['central-bedfordshire a income.netPence', statute],
      ['central-bedfordshire b income.who', statute],
      ['central-bedfordshire b income.netPence', statute],
    ]);
  });

  test('marks what is suspended, and leaves out what is not in force', () => {
    const suspended = buildMatrix(suspend(SET, new Set(['by-consent'])), ON);
    const employer = suspended.find((one) => one.field === 'employer');
    expect(employer?.allowedBy).toMatchObject([{ agreement: 'by-consent', isSuspended: true }]);
    expect(buildMatrix(SET, '2010-03-31')).toEqual([]);
  });

  test('says what the decision would: nothing more, nothing less', () => {
    const disclosed = buildMatrix(SET, ON).flatMap(
      ({ recipient, capacity, fact, field, allowedBy }) =>
        allowedBy.flatMap(({ from }) =>
          from.map((source) => {
            const rights = rightsFor(SET, ON, { source, recipient, capacity, fact });
            return rights.some((right) => right.fields.has(`${fact}.${field}`));
          }),
        ),
    );
    expect(new Set(disclosed)).toEqual(new Set([true]));
  });
});
