import type { CodecUse } from '@told/codec';

export const CHANGES_TOPIC = 'told.changes';
export const DECISIONS_TOPIC = 'told.decisions';
export const INTERESTS_TOPIC = 'told.interests';
export const CONSENTS_TOPIC = 'told.consents';
export const SUSPENSIONS_TOPIC = 'told.suspensions';
const RELEASES_PREFIX = 'told.releases.';
const OUTCOMES_PREFIX = 'told.outcomes.';

export const releasesTopicOf = (agency: string): string => `${RELEASES_PREFIX}${agency}`;
export const outcomesTopicOf = (agency: string): string => `${OUTCOMES_PREFIX}${agency}`;

/** Whose outcome a record is: the topic says it, never the payload. Undefined for any other topic. */
export function agencyOfOutcomes(topic: string): string | undefined {
  return topic.startsWith(OUTCOMES_PREFIX) ? topic.slice(OUTCOMES_PREFIX.length) : undefined;
}

/** What the gateway reads and writes: open its codec with these. */
export function codecUsesFor(agencies: readonly string[]): readonly CodecUse[] {
  return [
    { topic: CHANGES_TOPIC, schema: 'ClaimantChange' },
    { subject: 'told.changes-body', schema: 'ChangeBody' },
    { topic: DECISIONS_TOPIC, schema: 'Decision' },
    { topic: INTERESTS_TOPIC, schema: 'Interest' },
    { topic: CONSENTS_TOPIC, schema: 'Consent' },
    { topic: SUSPENSIONS_TOPIC, schema: 'Suspension' },
    ...agencies.flatMap((agency): CodecUse[] => [
      { topic: releasesTopicOf(agency), schema: 'Release' },
      { topic: outcomesTopicOf(agency), schema: 'Outcome' },
    ]),
  ];
}
