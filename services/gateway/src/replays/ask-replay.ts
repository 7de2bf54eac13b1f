import { isDeepStrictEqual } from 'node:util';
import { AgreementError } from '@told/agreements';
import type { EventLog } from '@told/event-log';
import { type ActionPorts, type Database, nowMicrosOf, problem, recordAction } from '@told/service';
import type { LawBook } from './law-book.ts';
import { countPositions, planRanges } from './plan-ranges.ts';
import { approveReplay, insertReplay, type NewReplay, readRate, readReplay } from './queries.ts';
import { countReleases } from './releases-to-repeat.ts';
import type { Preview, Remaining, Replay, ReplayKind, ReplayRequest } from './replay.ts';
import { readSet } from './run-replay.ts';

export interface AskPorts extends ActionPorts {
  readonly db: Database;
  readonly log: EventLog;
  readonly law: LawBook;
  /** The agencies of the bus. */
  readonly agencies: ReadonlySet<string>;
}

export interface Asked {
  readonly replayId: string;
  readonly request: ReplayRequest;
  readonly reason: string;
  /** Who asks or approves, as `actorOf` the token that was shown. */
  readonly actor: string;
}

/** Records a second of a replay of which there was none yet, cautiously. */
const RATE_TO_BEGIN: Readonly<Record<ReplayKind, number>> = {
  're-decide': 1_000,
  'compare-agreements': 700,
  redeliver: 300,
};

/** What a replay would be about, and how long it would take. Writes nothing. */
export async function previewReplay(
  ports: Omit<AskPorts, keyof ActionPorts>,
  request: ReplayRequest,
  nowMicros: number,
): Promise<{ readonly preview: Preview; readonly remaining: Remaining; readonly total: number }> {
  const { db, log } = ports;
  const { kind, filter } = request;
  checkRequest(request, ports.agencies);
  await checkSets(ports, request);
  const rate = (await readRate(db, kind)) ?? RATE_TO_BEGIN[kind];
  const agencies = filter.agency === undefined ? [...ports.agencies].sort() : [filter.agency];
  if (kind !== 'redeliver') {
    const { ranges, subjectKeys } = await planRanges(db, log, filter);
    const total = countPositions(ranges);
    const remaining = subjectKeys === undefined ? { ranges } : { ranges, subjectKeys };
    const estimatedSeconds = Math.ceil(total / rate);
    return { remaining, total, preview: { records: total, agencies, estimatedSeconds } };
  }
  const { total, meant } = await countReleases(db, filter, nowMicros);
  const estimatedSeconds = Math.ceil(total / rate);
  const preview = { records: total, releases: meant, agencies, estimatedSeconds };
  return { remaining: {}, total, preview };
}

function checkRequest({ kind, filter, asOf, sets }: ReplayRequest, agencies: ReadonlySet<string>) {
  if (filter.agency !== undefined && !agencies.has(filter.agency)) throw problem('unknown-agency');
  const refuse = (pointer: string, detail: string): Error =>
    problem('invalid-request', { errors: [{ pointer, code: 'invalid-request', detail }] });
  if (kind === 'redeliver' && filter.agency === undefined)
    throw refuse('/filter/agency', 'A redelivery is for one agency.');
  if (filter.caseReference !== undefined && filter.agency === undefined)
    throw refuse('/filter/agency', 'A case is one of an agency.');
  const hasOffset = filter.fromOffset !== undefined || filter.toOffset !== undefined;
  if (hasOffset && filter.partition === undefined)
    throw refuse('/filter/partition', 'An offset is one of a partition.');
  if ((kind === 're-decide') !== (asOf !== undefined))
    throw refuse('/asOf', 'It says as of when to decide again, and belongs to re-decide.');
  if ((kind === 'compare-agreements') !== (sets !== undefined))
    throw refuse('/sets', 'They are compared, and belong to compare-agreements.');
}

/** Files that break their format, and hashes that nothing was decided by, are refused at once. */
async function checkSets(
  { db, law }: Pick<AskPorts, 'db' | 'law'>,
  { sets }: ReplayRequest,
): Promise<void> {
  for (const [index, wanted] of (sets ?? []).entries()) {
    const pointer = `/sets/${index}`;
    try {
      if ((await readSet(db, wanted, law)) !== undefined) continue;
    } catch (error) {
      if (!(error instanceof AgreementError)) throw error;
      const errors = error.details.problems.map(({ file, path, rule }) => ({
        ...{ pointer, code: 'invalid-request' as const },
        detail: [file, path, rule].filter((one) => one !== '').join(': '),
      }));
      throw problem('invalid-request', { errors, cause: error });
    }
    const detail = 'No set with this hash is kept.';
    throw problem('invalid-request', { errors: [{ pointer, code: 'invalid-request', detail }] });
  }
}

/**
 * Keeps that somebody asked for a replay, and records it. What writes nothing runs at once; what writes waits for a second person. Asked again under
 * the same id, by the same person and for the same, it is the one that is kept: nobody is delivered to twice for a lost answer. Throws
 * `replay-id-used` when that id is another one's.
 */
export async function askReplay(
  ports: AskPorts,
  { replayId, request, reason, actor }: Asked,
): Promise<Replay> {
  const askedAt = nowMicrosOf(ports.clock);
  const planned = await previewReplay(ports, request, askedAt);
  const needsApproval = request.kind === 'redeliver';
  const replay: NewReplay = {
    ...{ replayId, kind: request.kind, request, reason, askedBy: actor, askedAt, ...planned },
    state: needsApproval ? 'asked' : 'running',
    startedAt: needsApproval ? null : askedAt,
  };
  return ports.db.transaction(async (tx) => {
    const isNew = await insertReplay(tx, replay);
    const kept = await readReplay(tx, replayId);
    if (kept === undefined) throw new TypeError('a replay that was kept is there');
    if (isNew) {
      const target = { kind: 'replay', id: replayId } as const;
      await recordAction(tx, { action: 'replay-asked', target, reason, actor }, ports);
    } else if (!isSame(kept, replay)) throw problem('replay-id-used');
    return kept;
  });
}

const isSame = (kept: Replay, asked: NewReplay): boolean =>
  kept.askedBy === asked.askedBy &&
  kept.reason === asked.reason &&
  isDeepStrictEqual(kept.request, asked.request);

/** A second person lets it run. Throws `replay-unknown`, `replay-own` or `replay-not-waiting`. */
export async function approve(
  ports: AskPorts,
  { replayId, actor }: Pick<Asked, 'replayId' | 'actor'>,
): Promise<Replay> {
  return ports.db.transaction(async (tx) => {
    const at = nowMicrosOf(ports.clock);
    const isApproved = await approveReplay(tx, { replayId, approvedBy: actor, at });
    const replay = await readReplay(tx, replayId);
    if (replay === undefined) throw problem('replay-unknown');
    if (!isApproved) throw problem(replay.state === 'asked' ? 'replay-own' : 'replay-not-waiting');
    const { reason } = replay;
    const target = { kind: 'replay', id: replayId } as const;
    await recordAction(tx, { action: 'replay-approved', target, reason, actor }, ports);
    return replay;
  });
}
