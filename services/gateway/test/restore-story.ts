import { partitionFor } from '@told/event-log';
import { keepConsent } from '../src/consents/keep-consent.ts';
import { releaseHold } from '../src/decisions/release-hold.ts';
import { interestIdOf } from '../src/ids.ts';
import { endInterest } from '../src/interests/end-interest.ts';
import { recallInterest } from '../src/interests/recall-interest.ts';
import { keepSuspension } from '../src/suspensions/keep-suspension.ts';
import type { TestGateway } from './open-gateway.ts';
import { digestsOf, EARNINGS, makeChange, makePerson, subjectKeyOf } from './people.ts';
import { ADVICE } from './second-consent.ts';
import { confirmReviews, settle } from './settle.ts';

const COUNCIL = 'central-bedfordshire';
const PARTITIONS = 4;
const asha = makePerson(1);
const bela = makePerson(2, { forename: 'Bela', birthDate: '1975-01-02' });
const chris = makePerson(3, { forename: 'Chris', birthDate: '1969-07-08' });
const dora = makePerson(4, { forename: 'Dora', birthDate: '1990-02-01' });
/** One person under two numbers: the older one ends. */
const older = makePerson(5, { forename: 'Elsa', birthDate: '1988-09-10' });
const newer = makePerson(6, { forename: 'Elsa', birthDate: '1988-09-10' });
const fay = makePerson(7, { forename: 'Fay', birthDate: '1991-12-11' });
/** Told of somebody with another date of birth. */
const doubtful = () => {
  const { change, body } = correctionOf(fay, 3, 2);
  const identityDigests = digestsOf({ ...fay, birthDate: '1991-11-12' });
  return { change: { ...change, identityDigests }, body };
};
const idOf = (person: typeof asha, sequence: number) =>
  makeChange(person, sequence).change.changeId;
const correctionOf = (
  person: typeof asha,
  sequence: number,
  of: number,
  occurredOn = '2010-05-12',
) =>
  makeChange(
    person,
    sequence,
    { changeType: 'corrected', previousChangeId: idOf(person, of), occurredOn },
    { income: { ...EARNINGS, netPence: 9000 } },
  );
const annulmentOf = (person: typeof asha, sequence: number, of: number) =>
  makeChange(person, sequence, { changeType: 'annulled', previousChangeId: idOf(person, of) }, {});
const merge = makeChange(older, 2, { fact: 'identity', mergedInto: subjectKeyOf(newer) }, {});
const consentOf = (
  action: 'given' | 'withdrawn',
  person = asha,
  purpose = 'pre-filling-forms',
) => ({
  ...{ subjectKey: subjectKeyOf(person), recipient: COUNCIL, purpose, action },
  ...{ on: '2010-05-12', until: null, recordedBy: 'jobcentre' },
});
const consent = (gateway: TestGateway, action: 'given' | 'withdrawn', purpose: string) =>
  gateway.db.transaction((tx) =>
    keepConsent(tx, consentOf(action, older, purpose), gateway.interests),
  );
const atCouncil = { agency: COUNCIL, from: '2010-04-01' };

/** What happens, one step after the other; `sent` is when the relay has sent everything so far. */
type Step = readonly [string, (gateway: TestGateway) => Promise<unknown>];
export const STORY: readonly Step[] = [
  ['a case', (g) => g.register({ ...atCouncil, person: asha, caseReference: 'CTB-1' })],
  [
    'a form',
    (g) =>
      g.register({ ...atCouncil, person: asha, caseReference: 'FORM-1', capacity: 'form-prefill' }),
  ],
  [
    'a doubtful case',
    (g) =>
      g.register({
        ...atCouncil,
        person: { ...bela, birthDate: '1975-02-01' },
        caseReference: 'CTB-2',
      }),
  ],
  ['a wrong case', (g) => g.register({ ...atCouncil, person: chris, caseReference: 'CTB-3' })],
  ['a consent', (g) => g.db.transaction((tx) => keepConsent(tx, consentOf('given'), g.interests))],
  [
    'changes',
    (g) =>
      g.decide(makeChange(asha, 1), makeChange(bela, 1), makeChange(chris, 1), makeChange(asha, 2)),
  ],
  ['sent', relay],
  ['a second held', (g) => g.decide(makeChange(bela, 2), correctionOf(asha, 3, 1))],
  [
    'a suspension',
    (g) =>
      g.db.transaction((tx) =>
        keepSuspension(
          tx,
          { target: 'agency', id: 'luton', action: 'suspended', reason: 'a drill' },
          g.interests,
        ),
      ),
  ],
  [
    'confirmed',
    (g) =>
      settle(g, [bela], async (tx) => {
        await confirmReviews(tx, interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-2'));
        return releaseHold(tx, g.decisions, { agency: COUNCIL, caseReference: 'CTB-2' });
      }),
  ],
  ['sent', relay],
  ['more', (g) => g.decide(makeChange(asha, 4), makeChange(chris, 2))],
  [
    'a withdrawal, half of it in place',
    (g) => g.db.transaction((tx) => keepConsent(tx, consentOf('withdrawn'), g.interests)),
  ],
  [
    'recalled',
    (g) =>
      g.db.transaction((tx) =>
        recallInterest(
          tx,
          {
            interestId: interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-3'),
            agency: COUNCIL,
            officer: 'OFF-1',
            reason: 'another person',
          },
          g.interests,
        ),
      ),
  ],
  [
    'ended',
    (g) =>
      g.db.transaction((tx) =>
        endInterest(
          tx,
          {
            interestId: interestIdOf(COUNCIL, 'form-prefill', 'FORM-1'),
            agency: COUNCIL,
            until: '2010-06-01',
          },
          g.interests,
        ),
      ),
  ],
  ['sent', relay],
  ['annulled', (g) => g.decide(annulmentOf(asha, 5, 3), annulmentOf(bela, 3, 1))],
  ['sent', relay],
  [
    'a case that has closed',
    (g) => g.register({ ...atCouncil, person: dora, caseReference: 'CTB-4', until: '2010-05-20' }),
  ],
  ['a chain', (g) => g.decide(makeChange(dora, 1), correctionOf(dora, 2, 1))],
  ['a correction beyond the case', (g) => g.decide(correctionOf(dora, 3, 2, '2010-05-21'))],
  ['sent', relay],
  [
    'a doubtful correction',
    async (g) => {
      await g.register({ ...atCouncil, person: fay, caseReference: 'CTB-8' });
      await g.decide(makeChange(fay, 1), correctionOf(fay, 2, 1));
      await g.decide(doubtful());
    },
  ],
  [
    'confirmed after the case has closed',
    async (g) => {
      const interestId = interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-8');
      const ending = { interestId, agency: COUNCIL, until: '2010-05-01' };
      await g.db.transaction((tx) => endInterest(tx, ending, g.interests));
      await settle(g, [fay], async (tx) => {
        await confirmReviews(tx, interestId);
        return releaseHold(tx, g.decisions, { agency: COUNCIL, caseReference: 'CTB-8' });
      });
    },
  ],
  [
    'two keys',
    async (g) => {
      const form = { caseReference: 'FORM-5', capacity: 'form-prefill' };
      await g.register({ ...atCouncil, person: older, caseReference: 'CTB-5' });
      await g.register({ ...atCouncil, person: older, ...form });
      await g.register({ ...atCouncil, person: newer, caseReference: 'CTB-6' });
      await consent(g, 'given', 'pre-filling-forms');
      await consent(g, 'given', ADVICE);
      await g.decide(makeChange(older, 1), makeChange(newer, 1));
    },
  ],
  ['merged', (g) => g.decide(merge)],
  ['sent', relay],
  [
    'a back-fill',
    (g) => g.register({ ...atCouncil, person: newer, caseReference: 'CTB-7', backFill: true }),
  ],
  ['one of two consents withdrawn', (g) => consent(g, 'withdrawn', 'pre-filling-forms')],
  ['last', (g) => g.decide(makeChange(newer, 2))],
  ['the other one withdrawn', (g) => consent(g, 'withdrawn', ADVICE)],
  ['sent', relay],
];
/** All changes of the story, as the log has them. */
export const CHANGES = [
  ...[makeChange(asha, 1), makeChange(bela, 1), makeChange(chris, 1), makeChange(asha, 2)],
  ...[makeChange(bela, 2), correctionOf(asha, 3, 1), makeChange(asha, 4), makeChange(chris, 2)],
  ...[annulmentOf(asha, 5, 3), annulmentOf(bela, 3, 1)],
  ...[makeChange(dora, 1), correctionOf(dora, 2, 1), correctionOf(dora, 3, 2, '2010-05-21')],
  ...[makeChange(fay, 1), correctionOf(fay, 2, 1), doubtful()],
  ...[makeChange(older, 1), makeChange(newer, 1), merge, makeChange(newer, 2)],
];

/** Sends what waits, as the relay does. */
async function relay(gateway: TestGateway): Promise<void> {
  const rows = await gateway.rows<{ topic: string; key: Buffer; value: Buffer; headers: string }>(
    'SELECT topic, key, value, headers FROM outbox ORDER BY id',
  );
  for (const { topic, key, value, headers } of rows) {
    const named = Object.entries(JSON.parse(headers) as Record<string, string>);
    await gateway.log.append({ topic, partition: partitionFor(key, PARTITIONS) }, [
      {
        key,
        value,
        headers: Object.fromEntries(
          named.map(([name, text]) => [name, Buffer.from(text, 'latin1')]),
        ),
      },
    ]);
  }
  await gateway.rows(
    `WITH sent AS (DELETE FROM outbox RETURNING id)
     UPDATE outbox_relay SET claimed_through = greatest(claimed_through, (SELECT max(id) FROM sent))`,
  );
}

export async function play(gateway: TestGateway, from: number, to: number): Promise<void> {
  for (const [, run] of STORY.slice(from, to)) await run(gateway);
}
