import { bodyOf, type ServiceAnswer, type ServiceCall } from '@told/service';

/** Asks intake for every key of everybody who is held. Rejects with `dependency-unavailable`: then nothing may be deleted. */
export const createReadHeld =
  (
    call: (
      path: string,
      call: ServiceCall,
    ) => Promise<ServiceAnswer<{ readonly subjectKeys: readonly string[] }>>,
    token: () => Promise<string>,
  ) =>
  async (): Promise<readonly string[]> =>
    bodyOf(await call('/v1/holds/keys', { token })).subjectKeys;
