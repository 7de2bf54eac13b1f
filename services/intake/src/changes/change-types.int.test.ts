import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FACTS, type Fact, type SubmittedChange } from '@told/codec';
import { changeIdOf } from '@told/identity';
import { PROBLEMS } from '@told/service';
import { FACT_EXAMPLES } from '../../test/fact-examples.ts';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { makeChange } from '../../test/open-intake.ts';

let intake: HttpIntake;
let number = 0;

beforeAll(async () => {
  intake = await openHttpIntake();
});
afterAll(() => intake.close());
/** Each test has a person of its own. */
beforeEach(async () => {
  number += 1;
  await intake.emptyOutbox();
});

type Step = readonly [
  name: string,
  changeType: SubmittedChange['changeType'],
  previous: string | null,
  expected: string,
];

/** Tells the steps of one person's fact in order, each pointing to an earlier one by name; answers with status and code of each. */
async function tellSteps(fact: Fact, steps: readonly Step[]): Promise<string[]> {
  const keyOf = (name: string): string => `${fact}/${number}/${name}`;
  const answers: string[] = [];
  for (const [name, changeType, previous] of steps) {
    const { told, corrected } = FACT_EXAMPLES[fact];
    const { status, body } = await intake.tell(keyOf(name), {
      ...makeChange(`QQ${String(number).padStart(6, '0')}B`),
      ...{ fact, changeType, income: null },
      [fact]: changeType === 'annulled' ? null : changeType === 'created' ? told : corrected,
      previousChangeId: previous === null ? null : changeIdOf('jobcentre', keyOf(previous)),
    });
    answers.push(`${status} ${body.code ?? body.status}`);
  }
  return answers;
}

const ACCEPTED = '202 accepted';
const UNKNOWN = '409 predecessor-unknown';
const ANNULLED = '409 already-annulled';
const IS_ANNULMENT = '409 predecessor-is-annulment';
const IS_END = '409 already-ended';

const TIMELINES: readonly (readonly [name: string, steps: readonly Step[]])[] = [
  [
    'created, corrected, the correction corrected, ended',
    [
      ['a', 'created', null, ACCEPTED],
      ['b', 'corrected', 'a', ACCEPTED],
      ['c', 'corrected', 'b', ACCEPTED],
      ['d', 'ended', 'c', ACCEPTED],
    ],
  ],
  [
    'a correction annulled; what it corrected may be corrected again, it may not',
    [
      ['a', 'created', null, ACCEPTED],
      ['b', 'corrected', 'a', ACCEPTED],
      ['c', 'annulled', 'b', ACCEPTED],
      ['d', 'corrected', 'b', ANNULLED],
      ['e', 'corrected', 'a', ACCEPTED],
    ],
  ],
  [
    'annulled: neither corrected, ended nor annulled again, and told anew',
    [
      ['a', 'created', null, ACCEPTED],
      ['b', 'annulled', 'a', ACCEPTED],
      ['c', 'annulled', 'a', ANNULLED],
      ['d', 'corrected', 'a', ANNULLED],
      ['e', 'ended', 'a', ANNULLED],
      ['f', 'created', null, ACCEPTED],
    ],
  ],
  [
    'an annulment is neither annulled, corrected nor ended',
    [
      ['a', 'created', null, ACCEPTED],
      ['b', 'annulled', 'a', ACCEPTED],
      ['c', 'annulled', 'b', IS_ANNULMENT],
      ['d', 'corrected', 'b', IS_ANNULMENT],
      ['e', 'ended', 'b', IS_ANNULMENT],
    ],
  ],
  [
    'an end is not ended; it is corrected, or annulled and told again',
    [
      ['a', 'created', null, ACCEPTED],
      ['b', 'ended', 'a', ACCEPTED],
      ['c', 'ended', 'b', IS_END],
      ['d', 'corrected', 'b', ACCEPTED],
      ['e', 'annulled', 'b', ACCEPTED],
      ['f', 'ended', 'a', ACCEPTED],
    ],
  ],
  [
    'of an unknown predecessor, until it is known',
    [
      ['b', 'corrected', 'a', UNKNOWN],
      ['c', 'annulled', 'a', UNKNOWN],
      ['d', 'ended', 'a', UNKNOWN],
      ['a', 'created', null, ACCEPTED],
      ['b', 'corrected', 'a', ACCEPTED],
    ],
  ],
];

describe.each(FACTS)('what is told of %s', (fact) => {
  test.each(TIMELINES)('%s', async (_name, steps) => {
    expect(await tellSteps(fact, steps)).toEqual(steps.map(([, , , expected]) => expected));
    const accepted = steps.filter(([, , , expected]) => expected === ACCEPTED);
    const published = await intake.codec.decode(
      'ClaimantChange',
      await intake.waitingFor('told.changes'),
    );
    expect(published.map((one) => one.ok && [one.value.fact, one.value.changeType])).toEqual(
      accepted.map(([, changeType]) => [fact, changeType]),
    );
  });

  test('ends without a pointer, when the source knows no change that began it', async () => {
    expect(await tellSteps(fact, [['a', 'ended', null, ACCEPTED]])).toEqual([ACCEPTED]);
  });
});

test('only an unknown predecessor is worth another try, and then succeeds', async () => {
  const annul = (key: string) =>
    intake.tell(key, {
      ...makeChange('QQ000900B', { changeType: 'annulled', income: null }),
      previousChangeId: changeIdOf('jobcentre', 'r-1'),
    });
  expect((await annul('r-2')).body.code).toBe('predecessor-unknown');
  await intake.tell('r-1', makeChange('QQ000900B'));
  expect((await annul('r-2')).status).toBe(202);
  expect((await annul('r-3')).body.code).toBe('already-annulled');
  const retryable = Object.entries(PROBLEMS).flatMap(([code, { status, retryable: may }]) =>
    status === 409 && may ? [code] : [],
  );
  expect(retryable).toEqual(['predecessor-unknown']);
});
