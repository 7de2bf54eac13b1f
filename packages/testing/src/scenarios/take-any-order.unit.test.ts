import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import {
  assessFile,
  type CaseFile,
  type CaseRules,
  type ToldFact,
  takeFact,
} from '@told/agency-sdk';
import { compareAwards, type Fact } from '@told/benefits';
import fc from 'fast-check';
import {
  afterPredecessors,
  office,
  orderKeys,
  shuffle,
  timeline,
} from '../../../benefits/test/timelines.ts';

const RUNS = 150;

/** What the bus may say of a fact beside the fact itself: who supplied it, whether it was used, how well it is known. */
const TELLINGS: readonly Partial<ToldFact>[] = [
  { sourceAgency: 'jobcentre', usedFor: 'jsa-ib' },
  { sourceAgency: 'jobcentre', usedFor: 'jsa-ib' },
  { sourceAgency: 'jobcentre', usedOn: null },
  { sourceAgency: 'luton', usedOn: null, evidenceLevel: 'seen' },
  { sourceAgency: 'luton', usedOn: null, dutyDischarged: 'SI 2010/444' },
  { sourceAgency: 'luton', usedOn: null, evidenceLevel: 'self-declared' },
];

type Arrival = { readonly fact: Fact; readonly telling: Partial<ToldFact> };

const toldOf = ({ fact, telling }: Arrival): ToldFact =>
  ({
    ...{ changeId: fact.factId, releaseId: null, origin: 'bus', fact: fact.fact, body: fact.body },
    ...{ changeType: fact.changeType, previousChangeId: fact.previousFactId ?? null },
    ...{ occurredOn: fact.occurredOn, notifiedOn: fact.notifiedOn, receivedOn: fact.receivedOn },
    ...{ usedOn: fact.receivedOn, usedFor: null, evidenceLevel: 'seen', sourceAgency: 'jobcentre' },
    dutyDischarged: null,
    ...telling,
  }) as ToldFact;

function takeAll(rules: CaseRules, arrivals: readonly Arrival[]): CaseFile {
  const person = { nino: null, surname: null, forename: null, birthDate: null, postcode: null };
  const claim = { caseReference: 'CASE-1', person, opening: {}, revision: 0 };
  let file: CaseFile = { claim, facts: [], assessment: null };
  for (const arrival of arrivals) {
    const told = toldOf(arrival);
    const moment = { businessDate: told.receivedOn, nowMs: 0 };
    const entry = { caseReference: 'CASE-1', told, moment };
    file = takeFact(rules, file, entry, null).step?.file ?? file;
  }
  return file;
}

/** What an office keeps of each fact, whenever it came. */
const recordOf = ({ facts }: CaseFile) =>
  facts
    .map(({ changeId, state, reason, body }) => ({ changeId, state, reason, body }))
    .sort((a, b) => (a.changeId < b.changeId ? -1 : 1));

describe(`an office, over ${RUNS} generated timelines`, () => {
  test('keeps the same record and the same award, in any order that keeps a correction after its predecessor', () => {
    fc.assert(
      fc.property(
        office,
        timeline,
        fc.array(fc.nat(TELLINGS.length - 1), { minLength: 30, maxLength: 30 }),
        orderKeys,
        ({ scheme, given }, facts, picks, keys) => {
          const rules: CaseRules = {
            agency: 'central-bedfordshire',
            benefit: 'ctb',
            schemeOf: () => scheme,
            toBenefitCase: () => given,
          };
          const tellings = new Map(
            facts.map(({ factId }, index) => [factId, TELLINGS[picks[index % picks.length] ?? 0]]),
          );
          const arrive = (all: readonly Fact[]): readonly Arrival[] =>
            all.map((fact) => ({ fact, telling: tellings.get(fact.factId) ?? {} }));
          const one = takeAll(rules, arrive(facts));
          const other = takeAll(rules, arrive(afterPredecessors(shuffle(facts, keys))));
          expect(recordOf(other)).toEqual(recordOf(one));
          const [award, again] = [one, other].map((file) => assessFile(rules, file));
          if (award === undefined || again === undefined) throw new RangeError('both were taken');
          if (!isDeepStrictEqual(again, award)) expect(again).toEqual(award);
          const anew = assessFile(rules, { ...other, assessment: null });
          expect(compareAwards(anew, again).changed).toBe(false);
          expect(isDeepStrictEqual(anew, again)).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
