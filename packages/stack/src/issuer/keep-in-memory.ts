import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Entries of all kinds together; a developer's machine has a few. The oldest goes first. */
const KEPT_MAX = 2_000;

type Kept = { readonly payload: AdapterPayload; readonly untilMs: number };

/**
 * Where the provider keeps who is signed in, until it stops: codes, sessions, grants and refresh tokens. Access tokens are JWTs, which it does not
 * keep. After a restart people sign in again.
 */
export function keepInMemory(nowMs: () => number): (model: string) => Adapter {
  const kept = new Map<string, Kept>();
  const read = (key: string): AdapterPayload | undefined => {
    const one = kept.get(key);
    if (one !== undefined && one.untilMs > nowMs()) return one.payload;
    kept.delete(key);
    return undefined;
  };
  const find = (test: (payload: AdapterPayload, key: string) => boolean): string | undefined =>
    [...kept].find(([key, { payload }]) => test(payload, key))?.[0];
  return (model) => ({
    async upsert(id, payload, expiresIn) {
      const key = `${model}:${id}`;
      kept.delete(key);
      for (const oldest of kept.keys()) {
        if (kept.size < KEPT_MAX) break;
        kept.delete(oldest);
      }
      kept.set(key, { payload, untilMs: nowMs() + expiresIn * 1000 });
    },
    find: async (id) => read(`${model}:${id}`),
    async findByUid(uid) {
      const key = find((payload, of) => of.startsWith(`${model}:`) && payload.uid === uid);
      return key === undefined ? undefined : read(key);
    },
    async consume(id) {
      const payload = read(`${model}:${id}`);
      if (payload !== undefined) payload.consumed = Math.floor(nowMs() / 1000);
    },
    async destroy(id) {
      kept.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      // Of its own kind alone: a sign-in that is under way names the grant too, and goes on.
      for (const [key, { payload }] of kept) {
        if (key.startsWith(`${model}:`) && payload.grantId === grantId) kept.delete(key);
      }
    },
  });
}
