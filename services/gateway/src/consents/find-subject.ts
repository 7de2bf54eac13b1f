import type { Person } from '@told/codec';

/**
 * Asks intake whose case it is, or who the person is; one of the two is null. Makes and links nothing. Rejects with the problem
 * `person-unknown`, with the one of the number, or with `dependency-unavailable`.
 */
export type FindSubject = (asked: {
  readonly agency: string;
  readonly caseReference: string | null;
  readonly person: Person | null;
}) => Promise<string>;
