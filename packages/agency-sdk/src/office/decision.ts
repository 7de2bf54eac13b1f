import type { IsoDate } from '@told/codec';
import type { JsonSchema } from '@told/service';

/** What an officer decides of one fact of a case. */
export type FactDecision = 'use' | 'do-not-use' | 'extend-notice';
/** What an officer decides of a release that matched no case. */
export type UnmatchedDecision = 'link' | 'dismiss';

/** The journal's name of the command. */
export const DECIDE = 'decide';

/** Body of POST /v1/cases/{caseReference}/decisions, with the defaults filled in. */
export interface DecisionBody {
  readonly changeId: string;
  readonly decision: FactDecision | UnmatchedDecision;
  readonly reason: string;
  /** Of `link`. */
  readonly toCaseReference: string | null;
  /** Of `extend-notice`: the day on which the person applied for it. */
  readonly appliedOn: IsoDate | null;
}

/** The same in the journal. */
export interface JournaledDecision extends DecisionBody {
  /** The release that is linked or dismissed. */
  readonly releaseId: string | null;
}

const REASON_LENGTH_MAX = 500;

export const decisionSchema: JsonSchema = {
  title: 'Decision',
  description:
    'What an officer decides of a fact that waits, or of a release that matched no case.',
  type: 'object',
  additionalProperties: false,
  required: ['changeId', 'decision', 'reason'],
  properties: {
    changeId: {
      type: 'string',
      format: 'uuid',
      description: 'The change that is decided.',
      examples: ['1f0c2a34-9b7e-5c11-8d2e-0a1b2c3d4e5f'],
    },
    decision: {
      type: 'string',
      enum: ['use', 'do-not-use', 'extend-notice', 'link', 'dismiss'],
      description:
        '`use` or `do-not-use` a fact that is to be verified; `extend-notice`: a late notice counts from the change itself, for special ' +
        'circumstances; `link` a release that matched no case to one of this office, or `dismiss` it.',
      examples: ['use'],
    },
    reason: {
      type: 'string',
      minLength: 1,
      maxLength: REASON_LENGTH_MAX,
      // It stays in this office's own record; the bus gets a reason code.
      description: 'Why, in the officer’s words. It stays at this office.',
      examples: ['Contract seen at the interview.'],
    },
    toCaseReference: {
      type: ['string', 'null'],
      minLength: 1,
      maxLength: 40,
      default: null,
      description:
        'Of `link`: the case it belongs to; left out, the reference under which it came.',
      examples: ['CTB-000123'],
    },
    appliedOn: {
      type: ['string', 'null'],
      format: 'date',
      default: null,
      description: 'Of `extend-notice`: the day on which the person applied for it.',
      examples: ['2010-06-07'],
    },
  },
};
