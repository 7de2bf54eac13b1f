import { completeChange, openCodec, type RecordName, type SubmittedJson } from '@told/codec';
import { partitionFor } from '@told/event-log';
import { eventHeaders, headerBytes, openEventLog } from '@told/service';
import { COUNCIL, type RunningArea, TODAY } from '../../src/trials/start-area.ts';
import {
  EMPLOYER,
  FORMER_NAME,
  LINE,
  MEMBER,
  NEW_NINO,
  NEW_POSTCODE,
  PENCE,
  PERSON,
  UPRN,
} from './marks.ts';

export const SUBMISSIONS = 'told.submissions.jobcentre';
export const CASE = 'MK-1';

const days = { occurredOn: TODAY, notifiedOn: TODAY, receivedOn: TODAY, usedOn: TODAY };
const notice = (fact: string, told: object) => ({
  ...{ person: PERSON, caseReference: 'JSA-MK', fact, changeType: 'created', ...days },
  usedFor: 'jsa-ib',
  [fact]: told,
});

/** One notice of each kind of fact, with marks wherever it has room for one. */
export const NOTICES = [
  notice('income', { who: 'claimant', kind: 'employed', employer: EMPLOYER, payPeriod: 'weekly' }),
  notice('address', {
    ...{ role: 'moved-in', toUprn: UPRN, toLines: [LINE], toPostcode: NEW_POSTCODE },
    movedInOn: TODAY,
  }),
  notice('household', { relation: 'non-dependant', member: MEMBER, birthDate: PERSON.birthDate }),
  notice('capital', { totalPence: PENCE, owner: 'claimant' }),
  notice('death', { who: 'partner', member: MEMBER, diedOn: TODAY }),
  notice('identity', { newNino: NEW_NINO, formerNames: [FORMER_NAME], reason: 'nino-changed' }),
];

/** The same with a value that no rule allows, in one field at a time. */
export const BAD_NOTICES = [
  ...[
    { nino: 'QQ778891ZZ' },
    { surname: 'Zzmark9' },
    { forename: `Zzmark${'k'.repeat(40)}` },
    { birthDate: '1961-07-13Z' },
    { postcode: 'ZZ7 7ZZ7' },
  ].map((wrong) => ({ ...NOTICES[0], person: { ...PERSON, ...wrong } })),
  notice('income', { who: 'zzmark', kind: 'employed' }),
  notice('income', { who: 'claimant', kind: 'employed', employer: EMPLOYER.repeat(9) }),
  notice('income', { who: 'claimant', kind: 'employed', netPence: `${PENCE}` }),
  notice('income', { who: 'claimant', kind: 'employed', netPence: PENCE }),
  notice('address', { role: 'moved-in', toLines: [LINE.repeat(4)] }),
  notice('address', { role: 'moved-in', toUprn: `${UPRN}-1`, toPostcode: 'ZZ77ZZ' }),
  notice('household', { relation: 'zzmark', member: `${MEMBER}9` }),
  notice('identity', { newNino: 'QQ778892ZZ', formerNames: [`${FORMER_NAME}9`], reason: 'other' }),
  { ...NOTICES[0], notifiedOn: '1961-07-13', receivedOn: '1961-07-12' },
];

export interface Door {
  readonly service: string;
  readonly route: string;
  readonly agency: string;
  readonly body?: string;
  readonly type?: string;
  readonly key?: string;
}

const JSON_TYPE = 'application/json';
const NDJSON = 'application/x-ndjson';

const interest = (person: object, caseReference: string, capacity = 'ctb-claimant') => ({
  ...{ capacity, caseReference, person, from: '2009-11-02' },
});
const lines = (...all: readonly object[]): string =>
  all.map((one) => `${JSON.stringify(one)}\n`).join('');

const gateway = (route: string, body: object | string, type = JSON_TYPE): Door => ({
  ...{ service: 'gateway', route, agency: COUNCIL, type },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const intake = (route: string, body: object | string, type = JSON_TYPE): Door => ({
  ...{ service: 'intake', route, agency: 'jobcentre', type },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const { nino: _, ...withoutNumber } = PERSON;
const consent = { person: PERSON, recipient: COUNCIL, purpose: 'pre-filling-forms', on: TODAY };

/** What is taken: it ends in changes, releases, holds, match reviews and consents. */
export const GOOD_DOORS: readonly Door[] = [
  gateway('/v1/interests', interest(PERSON, CASE)),
  gateway('/v1/interests/bulk', lines(interest(withoutNumber, 'MK-2')), NDJSON),
  gateway('/v1/interests/bulk', lines(interest(PERSON, 'MK-3', 'form-prefill')), NDJSON),
  { ...gateway('/v1/consents', consent), agency: 'jobcentre' },
  ...NOTICES.map((one, index) => ({ ...intake('/v1/changes', one), key: `marked-${index}` })),
  { ...gateway('/v1/consents/withdraw', consent), agency: 'jobcentre' },
];

const badPersons = BAD_NOTICES.slice(0, 5).map(({ person }) => person as object);
const csv = `capacity,caseReference,nino,surname,forename,birthDate,postcode,from
ctb-claimant,MK-9,QQ778891ZZ,Zzmark9,Zzmark9,1961-07-13Z,ZZ7 7ZZ7,2010-01-04
ctb-claimant,MK-9,"Zzmark
`;

/** What is refused: by a rule for a field, by what is no field, or because nobody is there. */
export const BAD_DOORS: readonly Door[] = [
  ...BAD_NOTICES.map((one, index) => ({ ...intake('/v1/changes', one), key: `bad-${index}` })),
  intake(
    '/v1/changes/bulk',
    lines(...BAD_NOTICES.map((change, index) => ({ idempotencyKey: `bulk-${index}`, change }))),
    NDJSON,
  ),
  { ...intake('/v1/changes', '{"person": {"surname": Zzmark}}'), key: 'no-json' },
  { ...intake('/v1/changes', NOTICES[0] as object), key: 'Zzmark key' },
  ...badPersons.map((person) => gateway('/v1/interests', interest(person, 'MK-9'))),
  gateway('/v1/interests/bulk', lines(...badPersons.map((one) => interest(one, 'MK-9'))), NDJSON),
  gateway('/v1/interests/bulk', csv, 'text/csv'),
  ...badPersons.map((person) => gateway('/v1/consents', { ...consent, person })),
  { ...intake('/v1/identities/resolve', { persons: [{ agency: 'luton', person: PERSON }] }) },
  {
    ...intake('/v1/identities/resolve', {
      persons: badPersons.map((person) => ({ agency: 'luton', person })),
    }),
    agency: 'told',
  },
  ...['/v1/changes/QQ778891A', '/v1/changes?surname=Zzmarksurname', '/v1/Zzmark/QQ778891A'].map(
    (route) => ({ service: 'intake', route, agency: 'jobcentre' }),
  ),
  ...[
    '/v1/why/QQ778891A/Zzmark',
    '/v1/interests?caseReference=Zzmark%20Lane',
    '/v1/consents?caseReference=QQ778891A',
  ].map((route) => ({ service: 'gateway', route, agency: COUNCIL })),
  ...BAD_NOTICES.slice(5).map(({ person: __, caseReference: ___, usedOn: ____, ...change }) => ({
    ...{ service: 'jobcentre', route: '/v1/cases/JSA-MK/changes', agency: 'jobcentre' },
    ...{ body: JSON.stringify(change), type: JSON_TYPE, key: 'bad-command' },
  })),
  {
    ...{
      service: 'intake',
      route: '/v1/parked/told.changes/9f86d081884c7d65/release',
      agency: 'operator',
    },
    ...{ body: JSON.stringify({ reason: `asked by ${PERSON.nino}` }), type: JSON_TYPE },
  },
];

/** What ends it all for the person. */
export const ERASURE: Door = {
  ...{ service: 'intake', route: '/v1/erasures', agency: 'operator', type: JSON_TYPE },
  body: JSON.stringify({ person: { nino: PERSON.nino }, reason: 'tried with marks' }),
};

/** Knocks; the answer as it came, headers and all. */
export async function knock(
  { area }: RunningArea,
  door: Door,
): Promise<{ status: number; text: string }> {
  const { service, route, agency, body, type = JSON_TYPE, key } = door;
  const response = await fetch(`${area.urlOf(service)}${route}`, {
    headers: {
      authorization: `Bearer ${await area.tokenOf(agency)}`,
      connection: 'close',
      ...(body !== undefined && { 'content-type': type }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { method: 'POST', body }),
  });
  const text = `${await response.text()}\n${JSON.stringify([...response.headers])}`;
  return { status: response.status, text };
}

/** Writes as an agency or the gateway would: values as they are, under one key, with these headers besides. */
export async function write(
  { stack }: RunningArea,
  { topic, key, values, headers = {} }: Written,
): Promise<void> {
  const log = openEventLog(stack.log, 'told-test');
  try {
    const bytes = Buffer.from(key);
    const { length } = await log.bounds(topic);
    const event = {
      id: crypto.randomUUID(),
      source: 'jobcentre',
      type: 'Submission',
      timeMs: Date.now(),
    };
    const said = { ...headerBytes(eventHeaders(event)), ...headerBytes(headers) };
    const records = values.map((value) => ({ key: bytes, value, headers: said }));
    await log.append({ topic, partition: partitionFor(bytes, length) }, records);
  } finally {
    await log.close();
  }
}

interface Written {
  readonly topic: string;
  readonly key: string;
  readonly values: readonly Buffer[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A submission as a client of any language may write it: the schema refuses what it cannot say, and intake the rest. */
export async function encodeSubmission(
  { stack }: RunningArea,
  idempotencyKey: string,
  change: object,
): Promise<Buffer> {
  const schema: RecordName = 'Submission';
  const codec = await openCodec({
    registryUrl: stack.registry.url,
    uses: [{ topic: SUBMISSIONS, schema }],
  });
  const told = completeChange(change as SubmittedJson);
  return codec.encoder('Submission', SUBMISSIONS)({ idempotencyKey, change: told });
}
