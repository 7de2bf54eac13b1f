/**
 * What may appear in a log line: a key of this list with a value of its kind. Everything else is dropped and only counted, because a log
 * outlives every retention rule for personal data. Case references, subject keys, NINOs, names, dates of persons and addresses are not here.
 */
type Kind = 'count' | 'code' | 'codes' | 'id' | 'route' | 'origin' | 'address' | 'right';

export const ALLOWED_KEYS = {
  // who speaks
  service: 'code',
  version: 'code',
  pid: 'count',
  name: 'code',
  part: 'code',
  step: 'code',
  // a request
  traceId: 'id',
  spanId: 'id',
  method: 'code',
  route: 'route',
  status: 'count',
  agency: 'code',
  clientId: 'code',
  scope: 'code',
  origin: 'origin',
  // things by id
  changeId: 'id',
  decisionId: 'id',
  releaseId: 'id',
  outcomeId: 'id',
  interestId: 'id',
  submissionId: 'id',
  /** A digest of a key, by which an operator finds a parked key; never the key. */
  keyDigest: 'id',
  digest: 'id',
  agreement: 'code',
  fact: 'code',
  changeType: 'code',
  capacity: 'code',
  // the log, the database
  topic: 'code',
  partition: 'count',
  offset: 'count',
  next: 'count',
  sequence: 'count',
  expected: 'count',
  group: 'code',
  right: 'right',
  broker: 'address',
  /** Kafka's own name of what it refused. */
  kafka: 'code',
  /** Whom a service or an agency is on the log. */
  logUser: 'code',
  stream: 'code',
  schema: 'code',
  schemaId: 'count',
  subject: 'code',
  table: 'code',
  constraint: 'code',
  database: 'code',
  component: 'code',
  migration: 'code',
  statement: 'code',
  // how it went
  code: 'code',
  reason: 'code',
  cause: 'code',
  state: 'code',
  signal: 'code',
  failpoint: 'code',
  retryable: 'count',
  notReady: 'codes',
  agencies: 'codes',
  topics: 'codes',
  count: 'count',
  records: 'count',
  rows: 'count',
  batches: 'count',
  depth: 'count',
  limit: 'count',
  lagRecords: 'count',
  parked: 'count',
  duplicates: 'count',
  attempt: 'count',
  attempts: 'count',
  exitCode: 'count',
  port: 'count',
  bytes: 'count',
  durationMs: 'count',
  delayMs: 'count',
  deadlineMs: 'count',
  retryAfterSeconds: 'count',
} as const satisfies Record<string, Kind>;

const MAX_CODES = 20;
// Lower case, or PostgreSQL's and Node's codes in capitals; a NINO, a postcode and a date fit neither.
const CODE =
  /^(?:[a-z][a-z0-9]*(?:[._:-][a-z0-9]+)*|[A-Z][A-Z_]{1,63}|[0-9A-Z]{5}|[0-9]{1,3}(?:\.[0-9]{1,4}){2})$/;
const PERSONAL_SHAPES = [/^[a-z]{2}\d{6}[a-d]?$/i, /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/i];
const ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{16,64})$/;
/** Kafka's names of what a user may do. */
const RIGHT = /^(?:Read|Write|Create|Delete|(?:Alter|Describe)(?:Configs)?)$/;
const ADDRESS = /^(?:[a-z0-9.-]{1,80}|\[[0-9a-f:]+\]):\d{1,5}$/;
const ROUTE = /^(?:\/[a-zA-Z0-9._:*{}-]*)+$/;
const CODE_LENGTH_MAX = 100;

const checks: Record<Kind, (value: unknown) => unknown> = {
  count: (value) =>
    typeof value === 'number' || typeof value === 'boolean' ? value : countOf(value),
  code: (value) => (isCode(value) ? value : undefined),
  codes: (value) =>
    Array.isArray(value) && value.length <= MAX_CODES && value.every(isCode) ? value : undefined,
  id: (value) => (typeof value === 'string' && ID.test(value) ? value : undefined),
  address: (value) => (typeof value === 'string' && ADDRESS.test(value) ? value : undefined),
  right: (value) => (typeof value === 'string' && RIGHT.test(value) ? value : undefined),
  route: (value) =>
    typeof value === 'string' && value.length <= CODE_LENGTH_MAX && ROUTE.test(value)
      ? value
      : undefined,
  origin: (value) =>
    typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : undefined,
};

/** The allowed part of an object's entries; `withheld` counts what was dropped. */
export function allowOnly(fields: object): Record<string, unknown> {
  const allowed: Record<string, unknown> = {};
  let withheld = 0;
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const kept = Object.hasOwn(ALLOWED_KEYS, key)
      ? checks[ALLOWED_KEYS[key as keyof typeof ALLOWED_KEYS]](value)
      : undefined;
    if (kept === undefined) withheld += 1;
    else allowed[key] = kept;
  }
  return withheld === 0 ? allowed : { ...allowed, withheld };
}

export function isCode(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= CODE_LENGTH_MAX &&
    CODE.test(value) &&
    !PERSONAL_SHAPES.some((shape) => shape.test(value))
  );
}

// bigint has no place in JSON; offsets are logged as text.
function countOf(value: unknown): string | undefined {
  return typeof value === 'bigint' ? value.toString() : undefined;
}
