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
  cases: 'e36fd744ab50d1b554d388ff1325d01e7cef05bd0a3e7181e8e99b4224ddf033',
  answers: '58d03fe18ebeacdf6907d1bfe34cc736db18b7769ac7f38afd7ab34bb73326d6',
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
