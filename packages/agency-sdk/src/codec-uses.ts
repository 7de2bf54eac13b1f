import type { CodecUse } from '@told/codec';
import { outcomesTopic } from './outcome-record.ts';
import { releasesTopic } from './reconcile.ts';
import { submissionResultsTopic } from './submission-results.ts';
import { submissionsTopic } from './submit-changes.ts';

/** What an agency reads and writes: open its codec with these. */
export function codecUsesOf(agency: string): readonly CodecUse[] {
  return [
    { topic: releasesTopic(agency), schema: 'Release' },
    { topic: outcomesTopic(agency), schema: 'Outcome' },
    { topic: submissionsTopic(agency), schema: 'Submission' },
    { topic: submissionResultsTopic(agency), schema: 'SubmissionResult' },
  ];
}
