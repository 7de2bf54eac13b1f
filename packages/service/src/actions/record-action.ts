import { randomUUID } from 'node:crypto';
import type { Action, Codec, CodecUse } from '@told/codec';
import { eventHeaders } from '../database/event-headers.ts';
import type { Transaction } from '../database/ports.ts';
import type { Publisher } from '../database/publisher.ts';
import type { Clock } from '../time/clock.ts';
import { MICROS_PER_MS } from '../time/micros.ts';
import { checkReason } from './reason.ts';

export interface ActionPorts {
  /** Opened with `actionsUseFor(origin)`. */
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
  /** Who records it: `intake`, `gateway`, or the agency whose service this is. It is the end of the topic's name. */
  readonly origin: string;
  readonly newId?: () => string;
}

/** To what it was done. */
export type ActionTarget =
  | { readonly kind: 'subject'; readonly subjectKey: string }
  | { readonly kind: 'case'; readonly agency: string; readonly caseReference: string }
  | { readonly kind: 'partition'; readonly topic: string; readonly partition: number }
  | {
      readonly kind:
        | 'agency'
        | 'agreement'
        | 'replay'
        | 'page'
        | 'ledger'
        | 'incident'
        | 'key-store';
      readonly id: string;
    };

export interface WantedAction {
  readonly action: Action['action'];
  readonly target: ActionTarget;
  /** 1 to 200 characters that name no person. */
  readonly reason: string;
  /** Who did it, as `actorOf` the token that was shown. */
  readonly actor: string;
  /** Of parked records: the stream. */
  readonly stream?: string;
  /** The one change, release, review or incident that it was about. */
  readonly recordId?: string;
  /** How many records it moved. */
  readonly records?: number;
}

const topicOf = (origin: string): string => `told.actions.${origin}`;

/** What a codec is opened with by whoever records actions. */
export const actionsUseFor = (origin: string): CodecUse => ({
  topic: topicOf(origin),
  schema: 'Action',
});

/**
 * Says on `told.actions.<origin>` what an operator or officer did, if and only if the transaction that does it is committed. Call it after
 * the locks of what is acted on are taken. Throws the problems `names-a-person` and `invalid-request` for a reason that may not be kept,
 * and the codec's `invalid-value` for a target that the schema does not know; then nothing was written.
 */
export async function recordAction(
  tx: Transaction,
  wanted: WantedAction,
  { codec, publisher, clock, origin, newId = randomUUID }: ActionPorts,
): Promise<Action> {
  const { action, target, reason, actor, stream, recordId, records } = wanted;
  checkReason(reason);
  const timeMs = clock.nowMs();
  const topic = topicOf(origin);
  const done: Action = {
    actionId: newId(),
    action,
    targetKind: target.kind,
    target: formatTarget(target),
    stream: stream ?? null,
    recordId: recordId ?? null,
    records: records ?? null,
    reason,
    actor,
    recordedAt: timeMs * MICROS_PER_MS,
  };
  const headers = eventHeaders({
    id: done.actionId,
    source: `told/${origin}`,
    type: 'Action',
    timeMs,
  });
  const value = codec.encoder('Action', topic)(done);
  await publisher.publish(tx, [{ topic, key: done.target, value, headers }]);
  return done;
}

function formatTarget(target: ActionTarget): string {
  switch (target.kind) {
    case 'subject':
      return target.subjectKey;
    case 'case':
      return `${target.agency}/${target.caseReference}`;
    case 'partition':
      return `${target.topic}/${target.partition}`;
    default:
      return target.id;
  }
}
