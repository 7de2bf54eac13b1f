import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { answerCase, listEngineCases } from '../test/engine-cases.ts';
import { ENGINE_VERSION } from './decide.ts';
import { REASONS, WITHHELD_REASONS } from './reasons.ts';

/**
 * What the engine of this version answers to the cases of test/engine-cases.ts. Where `answers` differ and `cases` do not, the same inputs are
 * answered differently: raise ENGINE_VERSION, and write down what the new version answers. Where `cases` differ the table was changed: write
 * both down anew, with an engine that was not.
 */
const PINNED = {
  version: '4',
  cases: 'e79cce19c6036bf8a30447fbb168940b2ad82d189f9cca47cb83131bfb93c7aa',
  answers: '8c5f1fb7e1153bf42cc93ef7d27c05a8924f8c56e9bb55b145fa1d50753dd68a',
};

const CASES = listEngineCases(4_000);

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

test('the engine answers as it did when its version was last raised', () => {
  const answers = digestOf(CASES.map(answerCase));
  expect({ version: ENGINE_VERSION, cases: digestOf(CASES), answers }).toEqual(PINNED);
});

test('the cases reach every answer and every reason', () => {
  const answers = CASES.flatMap(answerCase);
  const namesOf = (list: readonly (string | null)[]) => new Set(list.filter((one) => one !== null));
  expect(namesOf(answers.map(({ reason }) => reason))).toEqual(new Set(Object.keys(REASONS)));
  expect(namesOf(answers.map(({ verdict }) => verdict))).toEqual(
    new Set(['release', 'trimmed', 'hold', 'refused', 'own']),
  );
  const withheld = answers.flatMap((one) => one.withheld.map(({ reason }) => reason));
  expect(namesOf(withheld)).toEqual(new Set(Object.keys(WITHHELD_REASONS)));
  expect(answers.some(({ takesBack }) => takesBack)).toBe(true);
  expect(answers.some(({ restsOnConsent }) => restsOnConsent.length > 1)).toBe(true);
});
