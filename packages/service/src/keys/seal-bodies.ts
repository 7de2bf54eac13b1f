import { type BodyPlace, keyNumberOf, openBody, sealBody } from '@told/codec';
import type { KeyReader, KeyService } from './key-service.ts';

/** A body, and of whose change it is. */
export interface PlacedBody extends BodyPlace {
  /** Framed, or sealed. */
  readonly body: Buffer;
}

/** Seals framed bodies, each with its person's key, in the order given. Rejects with `keys-unavailable`: then nothing is said. */
export type SealBodies = (bodies: readonly PlacedBody[]) => Promise<readonly Buffer[]>;

export const createSealBodies =
  (keys: Pick<KeyService, 'keysFor'>): SealBodies =>
  async (bodies) => {
    const keyOf = await keys.keysFor(bodies.map(({ subjectKey }) => subjectKey));
    return bodies.map(({ body, ...place }) => {
      const key = keyOf.get(place.subjectKey);
      if (key === undefined) throw new TypeError('every person asked for has a key');
      return sealBody(body, key, place);
    });
  };

/** A body in clear; or why there is none: its key is destroyed, or it was sealed for another change, with another key, or changed since. */
export type Opened = Buffer | 'erased' | 'seal-broken';

/** Opens bodies, in the order given; those that were never sealed are passed on. Rejects with `keys-unavailable`: wait, never guess. */
export type OpenBodies = (bodies: readonly PlacedBody[]) => Promise<readonly Opened[]>;

export const createOpenBodies =
  (keys: Pick<KeyReader, 'open'>): OpenBodies =>
  async (bodies) => {
    const sealed = bodies.flatMap(({ subjectKey, body }, index) => {
      const keyNumber = keyNumberOf(body);
      return keyNumber === undefined ? [] : [{ index, subjectKey, keyNumber }];
    });
    if (sealed.length === 0) return bodies.map(({ body }) => body);
    const opened = await keys.open(sealed);
    const keyAt = new Map(sealed.map(({ index }, at) => [index, opened[at]]));
    return bodies.map(({ body, ...place }, index): Opened => {
      const key = keyAt.get(index);
      if (key === undefined) return body;
      if (key === 'destroyed') return 'erased';
      return openBody(body, key, place) ?? 'seal-broken';
    });
  };
