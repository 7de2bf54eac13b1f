import { bodyOf, type ServiceAnswer, type ServiceCall } from '@told/service';

/** A change as intake shows it: what its body says of others is still in it. */
export interface ToldChange {
  readonly changeId: string;
  readonly fact: string;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly [more: string]: unknown;
}

export interface ToldPage {
  /** Every key of the person. */
  readonly subjectKeys: readonly string[];
  readonly items: readonly ToldChange[];
  readonly next: object | null;
}

/** Pages of what was told of a person, in order; at least one. Rejects with `dependency-unavailable`. */
export type ReadTold = (subjectKey: string) => AsyncGenerator<ToldPage>;

/** Asks intake, which alone opens what it keeps; nothing of it is kept here. */
export function createReadTold(
  call: (path: string, body: ServiceCall) => Promise<ServiceAnswer<ToldPage>>,
): ReadTold {
  return async function* readTold(subjectKey) {
    let after: object | null = null;
    do {
      const body = after === null ? { subjectKey } : { subjectKey, after };
      const page: ToldPage = bodyOf(await call('/v1/people/told', { body }));
      yield page;
      after = page.next;
    } while (after !== null);
  };
}
