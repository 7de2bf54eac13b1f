import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Agreement, loadAgreements } from '@told/agreements';
import {
  type ChangeBody,
  type ClaimantChange,
  FACTS,
  type Fact,
  factFields,
  readOrThrow,
  schemas,
} from '@told/codec';
import fc from 'fast-check';
import { recordArbitrary } from '../../../../packages/codec/test/record-arbitrary.ts';
import { marksIn, markTexts } from '../../test/mark-texts.ts';
import { AGENCIES, openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { connectDecisions } from '../connect-decisions.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { createDecider, type Decider } from './create-decider.ts';

/** Changes tried of each kind of fact that an agreement gives, and of each that it does not. */
const CHANGES_A_FACT = { given: 10, notGiven: 2 };
const BUSINESS_DATE = '2010-05-13';
const NOW_MS = Date.parse('2010-05-13T10:00:00Z');

const shipped = await loadAgreements(
  path.join(import.meta.dirname, '../../../../infra/agreements'),
  { set: '2010', facts: factFields },
);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

/** A record as it leaves. */
interface Leaving {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: string;
}

/** One agreement in force, and nothing else; everybody whom it names has a case of this person. */
async function openAlone(agreement: Agreement, person: TestPerson): Promise<Decider> {
  for (const agency of agreement.to) {
    for (const capacity of agreement.capacities) {
      const caseReference = `${capacity}-${person.nino8.slice(2)}`;
      await gateway.register({ agency, capacity, caseReference, person });
    }
    if (agreement.basis.type === 'consent') await consentTo(agreement, agency, person);
  }
  const { db, codec, publisher } = gateway;
  const alone = [{ ...agreement, state: 'in-force' as const }];
  const { decisions } = connectDecisions({
    ...{ db, codec, publisher, clock: { nowMs: () => NOW_MS }, agencies: AGENCIES },
    agreements: { ...shipped, agreements: alone },
    moment: () => ({ businessDate: BUSINESS_DATE, nowMs: NOW_MS }),
  });
  return createDecider(decisions);
}

const consentTo = ({ purpose }: Agreement, recipient: string, person: TestPerson) =>
  gateway.db.transaction((tx) =>
    keepConsent(
      tx,
      {
        ...{ subjectKey: subjectKeyOf(person), recipient, purpose, recordedBy: 'jobcentre' },
        ...{ action: 'given', on: '2010-05-01', until: null },
      },
      gateway.interests,
    ),
  );

class Undone extends Error {}

/** What a change lets go, byte for byte; the decision is then undone, so that another can be tried in its place. */
async function lettingGo(
  decide: Decider,
  change: Partial<ClaimantChange>,
  body: Body,
  person: TestPerson,
): Promise<readonly Leaving[]> {
  const record = gateway.recordOf(makeChange(person, 1, change, body as Partial<ChangeBody>));
  let leaving: readonly Leaving[] | undefined;
  const deciding = gateway.db.transaction(async (tx) => {
    expect(await decide(tx, [record])).toBe(1);
    const { rows } = await tx.query<Leaving>({
      name: 'leaving',
      text: `SELECT topic, partition, key, value, headers FROM outbox WHERE topic LIKE 'told.releases.%' ORDER BY id`,
    });
    leaving = rows;
    throw new Undone();
  });
  await expect(deciding).rejects.toBeInstanceOf(Undone);
  return leaving ?? [];
}

type Body = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

/** Any body that tells this fact, and whatever else; each text in it is like no other. The flag of protection is a rule of its own. */
const bodies = recordArbitrary(schemas.ChangeBody).map(
  (body) => markTexts(schemas.ChangeBody, body) as Body,
);
const withoutProtection = (body: Body): Body =>
  body['address'] ? { ...body, address: { ...body['address'], protected: false } } : body;

const told = (fact: Fact) =>
  fc
    .tuple(
      bodies.filter((body) => body[fact] !== null).map(withoutProtection),
      bodies.filter((body) => body[fact] !== null).map(withoutProtection),
      fc.constantFrom('created', 'corrected', 'ended'),
      fc.uuid(),
    )
    .map(([body, other, changeType, previous]) => ({
      ...{ body, other, changeType },
      previousChangeId: changeType === 'created' ? null : previous,
    }));

/** The same change, with other values wherever the agreement does not reach. */
function varyOutside(body: Body, other: Body, isInside: (field: string) => boolean): Body {
  return Object.fromEntries(
    Object.entries(body).map(([fact, fields]) => [
      fact,
      fields &&
        Object.fromEntries(
          Object.entries(fields).map(([name, value]) => {
            const isKept = value === null || isInside(`${fact}.${name}`);
            return [name, isKept ? value : (other[fact]?.[name] ?? value)];
          }),
        ),
    ]),
  );
}

/** Every text outside the agreement: values that it does not name, who the person is, and how the source knows them. */
function textsOutside(
  body: Body,
  change: Partial<ClaimantChange>,
  person: TestPerson,
  isInside: (field: string) => boolean,
): readonly string[] {
  const values = Object.entries(body).flatMap(([fact, fields]) =>
    Object.entries(fields ?? {})
      .filter(([name]) => !isInside(`${fact}.${name}`))
      .flatMap(([, value]) => marksIn(value)),
  );
  const { identityDigests, subjectKey, fact } = makeChange(person, 1, change).change;
  const duty = isInside(`${fact}.dutyDischarged`) ? [] : [DUTY];
  const who = [subjectKey, ...Object.values(identityDigests)].filter(
    (one) => typeof one === 'string',
  );
  return [...values, ...duty, ...Object.values(MARKED_SOURCE), ...who];
}

const DUTY = 'SI 2010/444 marked';
const MARKED_SOURCE = { system: 'marked-system', caseReference: 'MARKED-SOURCE-CASE' };

describe.each(
  shipped.agreements.map((one, index) => [`${one.id} ${one.version}`, one, index] as const),
)('the bytes that %s lets go', (_name, agreement, index) => {
  const person = makePerson(700_000 + index);
  const inside = new Set(
    Object.entries(agreement.facts).flatMap(([fact, names]) =>
      names.map((name) => `${fact}.${name}`),
    ),
  );
  const isInside = (field: string): boolean => inside.has(field);
  const given = new Set<string>();
  let decide: Decider;
  beforeAll(async () => {
    decide = await openAlone(agreement, person);
  });

  test.each(FACTS)('hold nothing outside its fields, of %s', async (fact) => {
    await fc.assert(
      fc.asyncProperty(told(fact), fc.constantFrom(...agreement.from), async (tried, agency) => {
        const { body, other, changeType, previousChangeId } = tried;
        const change: Partial<ClaimantChange> = {
          ...{ fact, changeType: changeType as ClaimantChange['changeType'], previousChangeId },
          source: { agency, ...MARKED_SOURCE },
          dutyDischarged: fact === 'household' || fact === 'death' ? DUTY : null,
        };
        const leaving = await lettingGo(decide, change, body, person);
        const outside = textsOutside(body, change, person, isInside);
        for (const record of leaving) {
          const bytes = Buffer.concat([record.key, record.value, Buffer.from(record.headers)]);
          expect(outside.filter((text) => bytes.includes(text))).toEqual([]);
        }
        for (const field of await fieldsIn(leaving, fact)) {
          expect(inside).toContain(field);
          given.add(field);
        }
        const source = { agency, system: 'another', caseReference: 'ANOTHER' };
        const varied = varyOutside(body, other, isInside);
        const duty = isInside(`${fact}.dutyDischarged`)
          ? {}
          : { dutyDischarged: otherDuty(change) };
        const again = { ...change, source, acceptedAt: 1, ...duty };
        expect(await lettingGo(decide, again, varied, person)).toEqual(leaving);
      }),
      { numRuns: agreement.facts[fact] ? CHANGES_A_FACT.given : CHANGES_A_FACT.notGiven },
    );
  });

  test('hold each of its fields at some time', () => {
    expect([...given].sort()).toEqual([...inside].sort());
  });
});

const otherDuty = ({ dutyDischarged }: Partial<ClaimantChange>): string | null =>
  dutyDischarged === null || dutyDischarged === undefined ? null : 'another';

/** The fields with a value in what leaves, of whichever fact. */
async function fieldsIn(leaving: readonly Leaving[], told: Fact): Promise<readonly string[]> {
  const decoded = await gateway.codec.decode(
    'Release',
    leaving.map(({ value }) => value),
  );
  return decoded.map(readOrThrow).flatMap((release) => {
    const duty = release.dutyDischarged === null ? [] : [`${told}.dutyDischarged`];
    const values = FACTS.flatMap((fact) =>
      Object.entries(release[fact] ?? {}).flatMap(([name, value]) =>
        value === null ? [] : [`${fact}.${name}`],
      ),
    );
    return [...duty, ...values];
  });
}
