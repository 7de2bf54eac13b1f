import { nameUuid } from './name-uuid.ts';

/** The namespace of change ids, drawn once at random; it must never change, since it would give every known change a new id. */
const CHANGE_NAMESPACE = Buffer.from('1d3f6a5e0b6c4c0c9f7a2f8e54c1b7d2', 'hex');

const SUBMISSION_NAMESPACE = Buffer.from('9b1e7c42d05f4a6e83c95d7f20ab16e8', 'hex');

/**
 * The id of the change that an agency tells under one of its idempotency keys: a UUIDv5 of both, so that whoever told it knows the id
 * without asking, and telling it again gives the same one. An agency id holds no slash, so no two pairs share a name.
 */
export function changeIdOf(agency: string, idempotencyKey: string): string {
  return nameUuid(CHANGE_NAMESPACE, `${agency}/${idempotencyKey}`);
}

/**
 * The id of the event that submits this change, the same each time: the agency is the source of both, and two events of one source share no
 * id (CloudEvents 1.0).
 */
export const submissionIdOf = (changeId: string): string =>
  nameUuid(SUBMISSION_NAMESPACE, changeId);
