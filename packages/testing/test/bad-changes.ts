/** A body of POST /v1/changes that must be refused. */
export interface BadChange {
  readonly name: string;
  readonly body: string | Buffer;
  /** JobCentre Plus' key and JSON unless said otherwise; null: the header is left out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly status: number;
  readonly code: string;
  /** The first of the errors: JSON pointer and code. */
  readonly error?: readonly [string, string];
  /** What the answer must not repeat. */
  readonly secret?: string;
}

export const GOOD_CHANGE = {
  person: {
    nino: 'QQ123456C',
    surname: 'Sample',
    forename: 'Asha',
    birthDate: '1976-05-04',
    postcode: 'LU5 0AA',
  },
  caseReference: 'JSA-900001',
  fact: 'income',
  changeType: 'created',
  occurredOn: '2010-04-05',
  notifiedOn: '2010-04-05',
  receivedOn: '2010-04-05',
  income: { who: 'claimant', kind: 'employed' },
} as const;

const told = (change: object): string => JSON.stringify({ ...GOOD_CHANGE, ...change });
const about = (person: object): string => told({ person: { ...GOOD_CHANGE.person, ...person } });
/** The good change with one more member, written as it is. */
const withMember = (member: string): string => `${told({}).slice(0, -1)},${member}}`;

const NINO = '/person/nino';

export const BAD_CHANGES: readonly BadChange[] = [
  {
    name: 'a malformed NINO',
    body: about({ nino: 'QQ12345ZC' }),
    ...{ status: 422, code: 'nino-malformed', error: [NINO, 'nino-malformed'] },
    secret: 'QQ12345ZC',
  },
  {
    name: 'the same key twice',
    body: withMember('"occurredOn":"2010-04-06"'),
    ...{ status: 400, code: 'repeated-key', error: ['/occurredOn', 'repeated-key'] },
    secret: '2010-04-06',
  },
  {
    name: 'a NINO of the other mode',
    body: about({ nino: 'AB654321C' }),
    ...{ status: 422, code: 'nino-foreign-mode', error: [NINO, 'nino-foreign-mode'] },
    secret: 'AB654321C',
  },
  {
    name: 'a temporary reference',
    body: about({ nino: '76F54321' }),
    ...{ status: 422, code: 'nino-temporary', error: [NINO, 'nino-temporary'] },
    secret: '76F54321',
  },
  {
    name: 'a day that does not exist',
    body: told({ occurredOn: '2010-02-30' }),
    ...{ status: 422, code: 'invalid-request', error: ['/occurredOn', 'date'] },
    secret: '2010-02-30',
  },
  {
    name: 'a change notified after it was received',
    body: told({ notifiedOn: '2010-04-05', receivedOn: '2010-03-31' }),
    ...{ status: 422, code: 'date-order', error: ['/notifiedOn', 'date-order'] },
    secret: '2010-03-31',
  },
  {
    name: 'a change received tomorrow',
    body: told({ receivedOn: '2010-04-19' }),
    ...{ status: 422, code: 'date-in-future', error: ['/receivedOn', 'date-in-future'] },
    secret: '2010-04-19',
  },
  {
    name: 'an unknown field',
    body: told({ nickname: 'Ashie-Marked' }),
    ...{ status: 422, code: 'unknown-field', error: ['/nickname', 'unknown-field'] },
    secret: 'Ashie-Marked',
  },
  {
    name: 'a null byte in a name',
    body: about({ surname: 'Mark\u0000ed' }),
    ...{ status: 422, code: 'null-byte', error: ['/person/surname', 'null-byte'] },
    secret: 'Mark',
  },
  {
    name: 'a bare null byte',
    body: about({ surname: 'Marked' }).replace('Marked', 'Mark\u0000ed'),
    ...{ status: 400, code: 'malformed-json' },
    secret: 'Mark',
  },
  {
    name: 'text that is not UTF-8',
    body: Buffer.from(about({ surname: 'Mårked' }), 'latin1'),
    ...{ status: 400, code: 'malformed-json' },
    secret: 'rked',
  },
  {
    name: 'text that is not JSON',
    body: 'surname=Marked',
    ...{ status: 400, code: 'malformed-json' },
    secret: 'Marked',
  },
  {
    name: 'a body of another type',
    body: '<surname>Marked</surname>',
    headers: { 'content-type': 'application/xml' },
    ...{ status: 415, code: 'unsupported-media-type' },
    secret: 'Marked',
  },
  {
    name: 'a body of 1 MB',
    body: about({ surname: 'M'.repeat(1_048_576) }),
    ...{ status: 413, code: 'body-too-large' },
    secret: 'MMMM',
  },
  {
    name: 'deep JSON',
    body: withMember(`"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}`),
    ...{ status: 400, code: 'too-deep' },
    secret: '[[[[',
  },
  {
    name: '__proto__',
    body: withMember('"__proto__":{"surname":"Marked"}'),
    ...{ status: 400, code: 'forbidden-key' },
    secret: 'Marked',
  },
  {
    name: 'a constructor with a prototype',
    body: withMember('"constructor":{"prototype":{"surname":"Marked"}}'),
    ...{ status: 400, code: 'forbidden-key' },
    secret: 'Marked',
  },
  {
    name: 'no Idempotency-Key',
    body: told({}),
    headers: { 'idempotency-key': null },
    ...{ status: 400, code: 'idempotency-key-missing' },
    secret: 'QQ123456C',
  },
  {
    name: 'an Idempotency-Key with a space',
    body: told({}),
    headers: { 'idempotency-key': 'Marked key' },
    ...{ status: 400, code: 'idempotency-key-malformed' },
    secret: 'Marked key',
  },
  {
    name: 'a change about nobody',
    body: told({ person: null, caseReference: null }),
    ...{ status: 422, code: 'person-unknown', error: ['/person', 'person-unknown'] },
  },
  {
    name: 'a change about a case that nobody knows',
    body: told({ person: null, caseReference: 'JSA-424242' }),
    ...{ status: 422, code: 'person-unknown', error: ['/caseReference', 'person-unknown'] },
    secret: 'JSA-424242',
  },
  {
    name: 'a correction of a change that does not exist',
    body: told({
      changeType: 'corrected',
      previousChangeId: '3a7c1f60-0d3e-5b1c-9e62-5c1d2f4a9b10',
    }),
    ...{ status: 409, code: 'predecessor-unknown' },
    secret: '3a7c1f60-0d3e-5b1c-9e62-5c1d2f4a9b10',
  },
];
