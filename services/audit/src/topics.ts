import { type CodecUse, subjectList } from '@told/codec';

/** What an entry's kind and description follow from: a topic, or the beginning of a family of them. */
export const CHANGES_TOPIC = 'told.changes';
export const DECISIONS_TOPIC = 'told.decisions';
export const INTERESTS_TOPIC = 'told.interests';
export const CONSENTS_TOPIC = 'told.consents';
export const SUSPENSIONS_TOPIC = 'told.suspensions';
export const OUTCOMES_PREFIX = 'told.outcomes.';
export const ACTIONS_PREFIX = 'told.actions.';
export const DEAD_LETTERS_PREFIX = 'told.dead-letters.';
export const HEADS_TOPIC = 'told.heads';

/** Every topic whose records have entries. */
export function listTopics(agencies: readonly string[]): readonly string[] {
  const origins = [...subjectList.services, ...agencies];
  return [
    ...[CHANGES_TOPIC, DECISIONS_TOPIC, INTERESTS_TOPIC, CONSENTS_TOPIC, SUSPENSIONS_TOPIC],
    ...agencies.map((agency) => `${OUTCOMES_PREFIX}${agency}`),
    ...origins.map((origin) => `${ACTIONS_PREFIX}${origin}`),
    ...origins.map((origin) => `${DEAD_LETTERS_PREFIX}${origin}`),
  ];
}

export const HEADS_USE: CodecUse = { topic: HEADS_TOPIC, schema: 'Head' };
