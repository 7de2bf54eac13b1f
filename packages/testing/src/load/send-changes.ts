import { setTimeout as sleep } from 'node:timers/promises';
import type { Area } from './area.ts';
import type { LoadChange } from './generate-changes.ts';
import { createPoster, type PostAnswer, type Poster } from './post-json.ts';

export interface SendOptions {
  readonly area: Area;
  readonly changes: Iterable<LoadChange>;
  /** Requests under way at once. */
  readonly callers?: number;
  readonly onSent?: (sent: number) => void;
}

/** What intake said, as the senders heard it. */
export interface SendReport {
  readonly sent: number;
  readonly accepted: ReadonlySet<string>;
  readonly duplicates: number;
  /** Problem code → how often. */
  readonly refused: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const CALLERS = 64;
const TRIES_MAX = 200;
const RETRY_MS_MAX = 1_000;

/**
 * Tells changes to intake by HTTP, several at once; a 503 or a lost answer is told again under the same key until it is answered. The
 * changes of one household are told one after another, in the order given: an office does not tell the second before the first is answered.
 */
export async function sendChanges(options: SendOptions): Promise<SendReport> {
  const { area, callers = CALLERS } = options;
  const poster = createPoster(callers);
  const url = `${area.urlOf('intake')}/v1/changes`;
  const pending = options.changes[Symbol.iterator]();
  const accepted = new Set<string>();
  const refused: Record<string, number> = {};
  let sent = 0;
  let duplicates = 0;
  const startedMs = performance.now();
  const inTurn = createTurns();
  const call = async (): Promise<void> => {
    for (let next = pending.next(); next.done !== true; next = pending.next()) {
      const told = next.value;
      const answer = await inTurn(told.household, () => tell(poster, url, area, told));
      const body = JSON.parse(answer.body) as { changeId?: string; status?: string; code?: string };
      if (answer.status === 202 && body.changeId !== undefined) {
        accepted.add(body.changeId);
        if (body.status === 'duplicate') duplicates += 1;
      } else {
        const code = body.code ?? String(answer.status);
        refused[code] = (refused[code] ?? 0) + 1;
      }
      sent += 1;
      options.onSent?.(sent);
    }
  };
  try {
    await Promise.all(Array.from({ length: callers }, call));
  } finally {
    poster.close();
  }
  return { sent, accepted, duplicates, refused, seconds: (performance.now() - startedMs) / 1000 };
}

/** Runs what concerns one household in the order in which it was asked for. Holds no more than is under way. */
function createTurns(): <T>(household: number, run: () => Promise<T>) => Promise<T> {
  const last = new Map<number, Promise<unknown>>();
  return (household, run) => {
    const turn = (last.get(household) ?? Promise.resolve()).then(run);
    last.set(household, turn);
    const forget = (): void => {
      if (last.get(household) === turn) last.delete(household);
    };
    void turn.then(forget, forget);
    return turn;
  };
}

async function tell(
  poster: Poster,
  url: string,
  area: Area,
  { agency, idempotencyKey, change }: LoadChange,
): Promise<PostAnswer> {
  const body = JSON.stringify(change);
  for (let attempt = 1; ; attempt += 1) {
    const answer = await poster
      .post(url, body, {
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        authorization: `Bearer ${await area.tokenOf(agency)}`,
      })
      .catch((error: unknown) => {
        if (attempt >= TRIES_MAX) throw error;
      });
    if (answer !== undefined && answer.status !== 503 && answer.status !== 429) return answer;
    if (attempt >= TRIES_MAX) throw new Error('intake has not taken a change in all its tries');
    await sleep(Math.min(RETRY_MS_MAX, 20 * attempt));
  }
}
