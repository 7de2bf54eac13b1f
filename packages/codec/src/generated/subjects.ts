// Generated from schemas/ by "npm run build -w @told/codec". Do not edit.

import type { RecordTypes } from './types.ts';

export interface SubjectEntry {
  readonly topic?: string;
  readonly subject?: string;
  readonly schema: keyof RecordTypes;
}

export const subjectList: { readonly compatibility: string; readonly services: readonly string[]; readonly subjects: readonly SubjectEntry[] } = {
  "compatibility": "FULL_TRANSITIVE",
  "services": [
    "audit",
    "gateway",
    "intake"
  ],
  "subjects": [
    {
      "topic": "told.submissions.<agency>",
      "schema": "Submission"
    },
    {
      "topic": "told.submission-results.<agency>",
      "schema": "SubmissionResult"
    },
    {
      "topic": "told.changes",
      "schema": "ClaimantChange"
    },
    {
      "subject": "told.changes-body",
      "schema": "ChangeBody"
    },
    {
      "topic": "told.decisions",
      "schema": "Decision"
    },
    {
      "topic": "told.interests",
      "schema": "Interest"
    },
    {
      "topic": "told.consents",
      "schema": "Consent"
    },
    {
      "topic": "told.suspensions",
      "schema": "Suspension"
    },
    {
      "topic": "told.releases.<agency>",
      "schema": "Release"
    },
    {
      "topic": "told.outcomes.<agency>",
      "schema": "Outcome"
    },
    {
      "topic": "told.actions.<origin>",
      "schema": "Action"
    },
    {
      "topic": "told.dead-letters.<origin>",
      "schema": "DeadLetter"
    },
    {
      "topic": "told.heads",
      "schema": "Head"
    }
  ]
};
