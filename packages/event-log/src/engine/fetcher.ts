import { LogError } from '../errors.ts';
import type { EngineSettings } from './settings.ts';
import type { Fetched, FetchRequest, LogStore } from './store.ts';

/** So many positions share a call at most, and so many bytes are asked for by all of them. */
const TOGETHER_MAX = 32;
const TOGETHER_BYTES_MAX = 16 * 1024 * 1024;

interface Asking {
  readonly request: FetchRequest;
  readonly resolve: (fetched: Fetched) => void;
  readonly reject: (error: unknown) => void;
}

/** Records and bounds of one partition. @throws LogError `unknown-topic`, `corrupt`, or what ails the log */
export type Fetch = (request: FetchRequest) => Promise<Fetched>;

/** Fetches asked for in one turn share one store call. Each has its own answer: who asked for another waits for nobody's handler. */
export function createFetcher(
  store: Pick<LogStore, 'fetch'>,
  { turn, partitionsPerCallMax }: Pick<EngineSettings, 'turn' | 'partitionsPerCallMax'>,
): Fetch {
  const togetherMax = Math.min(TOGETHER_MAX, partitionsPerCallMax);
  let asked: Asking[] = [];

  async function call(together: readonly Asking[]): Promise<void> {
    const share = Math.floor(TOGETHER_BYTES_MAX / together.length);
    try {
      const answers = await store.fetch(
        together.map(({ request }) => ({ ...request, bytes: Math.min(request.bytes, share) })),
      );
      together.forEach(({ resolve, reject }, index) => {
        const answer = answers[index] as Fetched | LogError;
        if (answer instanceof LogError) reject(answer);
        else resolve(answer);
      });
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }

  function callAll(): void {
    const all = asked;
    asked = [];
    for (let at = 0; at < all.length; at += togetherMax) void call(all.slice(at, at + togetherMax));
  }

  return (request) =>
    new Promise((resolve, reject) => {
      asked.push({ request, resolve, reject });
      if (asked.length === 1) void turn().then(callAll);
    });
}
