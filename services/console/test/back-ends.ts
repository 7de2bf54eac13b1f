import type { ServiceCall, ServiceCaller } from '@told/service';
import { problem } from '@told/service';
import type { BackEnd, BackEnds } from '../src/back-ends/calls.ts';
import { CHANGE, DECISION, DECISIONS, ITEMS, RELEASE, SUBJECT, VALUES, WHY } from './answers.ts';
import { answerWatched } from './watched-answers.ts';

export interface Called {
  readonly service: BackEnd;
  readonly path: string;
  readonly body: unknown;
  readonly token: string | undefined;
}

/** A refusal, as a service puts it. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
}

const NOT_FOUND: Refusal = { status: 404, code: 'not-found' };
const UNKNOWN_CHANGE: Refusal = { status: 404, code: 'change-unknown' };

export interface TestBackEnds extends BackEnds {
  /** What was asked, in order. */
  readonly called: Called[];
  /** Does not answer from now on. */
  readonly away: Set<BackEnd>;
  /** What a service answers instead, by the beginning of its path. */
  readonly instead: Map<string, unknown>;
}

/** Services that know one person and one change. */
export function createBackEnds(): TestBackEnds {
  const called: Called[] = [];
  const away = new Set<BackEnd>();
  const instead = new Map<string, unknown>();
  const callerOf =
    (service: BackEnd, answer: (path: string, call: ServiceCall) => unknown): ServiceCaller =>
    async <T>(path: string, call: ServiceCall = {}) => {
      called.push({ service, path, body: call.body, token: await call.token?.() });
      if (away.has(service)) throw problem('dependency-unavailable', { retryAfterSeconds: 5 });
      const other = [...instead].find(([beginning]) => path.startsWith(beginning));
      const said =
        other === undefined
          ? orElse(answerWatched(path, call), () => answer(path.split('?', 1)[0] ?? '', call))
          : other[1];
      if (!isRefusal(said)) return { ok: true, status: 200, body: said as T };
      const { status, code } = said;
      return { ok: false, status, problem: { code, detail: '', errors: [] } };
    };
  return {
    ...{ called, away, instead },
    audit: callerOf('audit', answerAudit),
    gateway: callerOf('gateway', answerGateway),
    intake: callerOf('intake', (path) =>
      path === `/v1/changes/${CHANGE}/reveal` ? VALUES : UNKNOWN_CHANGE,
    ),
  };
}

const orElse = (said: unknown, other: () => unknown): unknown =>
  said === undefined ? other() : said;

const isRefusal = (said: unknown): said is Refusal =>
  typeof said === 'object' && said !== null && 'code' in said && 'status' in said;

function answerAudit(path: string, { body }: ServiceCall): unknown {
  if (path === '/v1/people/find') {
    const known = ['CTB-000123', 'QQ123456C'].some((text) => JSON.stringify(body).includes(text));
    return known ? { subjectKey: SUBJECT } : { status: 404, code: 'person-unknown' };
  }
  if (path === `/v1/people/${SUBJECT}/timeline`) return { items: ITEMS, next: 'bmV4dA' };
  if (path === `/v1/changes/${CHANGE}/timeline`) return { items: ITEMS.slice(1, 4), next: null };
  return NOT_FOUND;
}

function answerGateway(path: string): unknown {
  switch (path) {
    case `/v1/references/${CHANGE}`:
      return { kind: 'change', changeId: CHANGE, agency: null };
    case `/v1/references/${DECISION}`:
      return { kind: 'decision', changeId: CHANGE, agency: null };
    case `/v1/references/${RELEASE}`:
      return { kind: 'release', changeId: CHANGE, agency: 'central-bedfordshire' };
    case `/v1/decisions/${CHANGE}`:
      return DECISIONS;
    case `/v1/why/${CHANGE}/central-bedfordshire`:
      return WHY;
    default:
      return path.startsWith('/v1/references/') ? NOT_FOUND : UNKNOWN_CHANGE;
  }
}
