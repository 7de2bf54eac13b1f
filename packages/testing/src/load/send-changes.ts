import { setTimeout as sleep } from 'node:timers/promises';
import type { Area } from './area.ts';
import { createBatches, type LoadBatch } from './create-batches.ts';
import { type LoadChange, lineOf } from './load-change.ts';
import { createPoster, type PostAnswer, type Poster } from './post-json.ts';

export interface SendOptions {
  readonly area: Area;
  readonly changes: Iterable<LoadChange>;
  /** Requests under way at once. */
  readonly requests?: number;
  /** Changes in a request, at most. */
  readonly lines?: number;
  readonly onSent?: (sent: number) => void;
}

/** What intake said, as the senders heard it. */
export interface SendReport {
  readonly sent: number;
  readonly accepted: ReadonlySet<string>;
  readonly duplicates: number;
  /** Problem code → how often. */
  readonly refused: Readonly<Record<string, number>>;
  /** Those of them that were not to be refused so; `accepted`: a line that should have been. Empty when intake took what it should. */
  readonly unexpected: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const REQUESTS = 4;
const LINES = 250;
const TRIES_MAX = 200;
const RETRY_MS_MAX = 1_000;

/** What intake says of a line. */
interface LineAnswer {
  readonly status: string;
  readonly changeId?: string;
  readonly code?: string;
}

/**
 * Tells changes to intake by its bulk route, several requests at once; after a 503 or a lost answer the same lines are told again under the
 * same keys until they are answered. The changes of one household are told in the order given, whoever tells them: those of another agency
 * wait until the ones before are answered.
 */
export async function sendChanges(options: SendOptions): Promise<SendReport> {
  const { area, requests = REQUESTS, lines = LINES } = options;
  const poster = createPoster(requests);
  const url = `${area.urlOf('intake')}/v1/changes/bulk`;
  const batches = createBatches(options.changes, lines);
  const accepted = new Set<string>();
  const refused: Record<string, number> = {};
  const unexpected: Record<string, number> = {};
  let sent = 0;
  let duplicates = 0;
  const startedMs = performance.now();
  const count = ({ status, changeId, code = status }: LineAnswer, refusedAs?: string): void => {
    const found = changeId === undefined ? code : 'accepted';
    if (found !== (refusedAs ?? 'accepted')) unexpected[found] = (unexpected[found] ?? 0) + 1;
    if (changeId === undefined) refused[code] = (refused[code] ?? 0) + 1;
    else accepted.add(changeId);
    if (status === 'duplicate') duplicates += 1;
    sent += 1;
  };
  const call = async (): Promise<void> => {
    for (let batch = await batches.take(); batch !== undefined; batch = await batches.take()) {
      const answers = await tell(poster, url, area, batch);
      for (const [at, answer] of answers.entries()) count(answer, batch.changes[at]?.refusedAs);
      batches.finish(batch);
      options.onSent?.(sent);
    }
  };
  try {
    await Promise.all(Array.from({ length: requests }, call));
  } finally {
    poster.close();
  }
  return {
    sent,
    accepted,
    duplicates,
    refused,
    unexpected,
    seconds: (performance.now() - startedMs) / 1000,
  };
}

async function tell(
  poster: Poster,
  url: string,
  area: Area,
  batch: LoadBatch,
): Promise<readonly LineAnswer[]> {
  const body = batch.changes.map((one) => `${lineOf(one)}\n`).join('');
  for (let attempt = 1; ; attempt += 1) {
    const answer = await poster
      .post(url, body, {
        'content-type': 'application/x-ndjson',
        authorization: `Bearer ${await area.tokenOf(batch.agency)}`,
      })
      .catch((error: unknown) => {
        if (attempt >= TRIES_MAX) throw error;
      });
    if (answer !== undefined && answer.status !== 503 && answer.status !== 429) {
      return readAnswers(answer, batch);
    }
    if (attempt >= TRIES_MAX) throw new Error('intake has not taken the changes in all its tries');
    await sleep(Math.min(RETRY_MS_MAX, 20 * attempt));
  }
}

/** An answer a line; a request that is refused as a whole refuses each of its lines. */
function readAnswers({ status, body }: PostAnswer, { changes }: LoadBatch): readonly LineAnswer[] {
  const lines = body.split('\n').filter((line) => line !== '');
  if (status === 200 && lines.length === changes.length) {
    return lines.map((line) => JSON.parse(line) as LineAnswer);
  }
  const { code = String(status) } = JSON.parse(lines[0] ?? '{}') as { readonly code?: string };
  return changes.map(() => ({ status: 'refused', code }));
}
