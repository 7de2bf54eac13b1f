// Generated from schemas/ by "npm run build -w @told/codec". Do not edit.

/** A day, YYYY-MM-DD. */
export type IsoDate = string;

/** A UUID in lower case, with hyphens. */
export type Uuid = string;

/** What was done. */
export const ACTION_ACTIONS = [
  'agency-applied',
  'agency-suspended',
  'agency-resumed',
  'agency-paused',
  'agency-pause-ended',
  'client-rotated',
  'agreement-suspended',
  'agreement-resumed',
  'match-confirmed',
  'match-rejected',
  'interest-recalled',
  'case-decided',
  'parked-released',
  'parked-dead-lettered',
  'dead-letter-redriven',
  'changes-republished',
  'changes-reread',
  'person-erased',
  'keys-destroyed',
  'person-held',
  'hold-released',
  'rows-deleted',
  'person-looked-up',
  'timeline-viewed',
  'subject-access-given',
  'entries-viewed',
  'page-viewed',
  'values-revealed',
  'replay-asked',
  'replay-approved',
  'replay-ended',
  'ledger-key-rotated',
  'incident-opened',
  'incident-stopped',
  'incident-tell-asked',
  'incident-told',
  'incident-closed',
  'master-key-rotated',
] as const;
export type ActionAction = (typeof ACTION_ACTIONS)[number];

/** What the target names. */
export const ACTION_TARGET_KINDS = [
  'subject',
  'case',
  'partition',
  'agency',
  'agreement',
  'replay',
  'page',
  'ledger',
  'incident',
  'key-store',
] as const;
export type ActionTargetKind = (typeof ACTION_TARGET_KINDS)[number];

/** Which side of a move this notice tells; a complete move tells moved-in with both addresses. */
export const ADDRESS_ROLES = [
  'moved-out',
  'moved-in',
  'correspondence',
] as const;
export type AddressRole = (typeof ADDRESS_ROLES)[number];

/** How the home is held. */
export const ADDRESS_TENURES = [
  'owner',
  'private-tenant',
  'council-tenant',
  'housing-association-tenant',
  'lodger',
  'other',
] as const;
export type AddressTenure = (typeof ADDRESS_TENURES)[number];

/** Which benefit. */
export const BENEFITS = [
  'is',
  'jsa-ib',
  'jsa-c',
  'esa-ir',
  'esa-c',
  'pc-guarantee',
  'pc-savings',
  'hb',
  'ctb',
  'wtc',
  'ctc',
] as const;
export type Benefit = (typeof BENEFITS)[number];

/** What happened to the award. */
export const BENEFIT_AWARD_ACTIONS = [
  'start',
  'change',
  'stop',
] as const;
export type BenefitAwardAction = (typeof BENEFIT_AWARD_ACTIONS)[number];

/** Whose capital it is; of a couple all of it counts as the claimant’s. */
export const CAPITAL_OWNERS = [
  'claimant',
  'partner',
  'couple',
] as const;
export type CapitalOwner = (typeof CAPITAL_OWNERS)[number];

/** created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds. */
export const CHANGE_TYPES = [
  'created',
  'corrected',
  'annulled',
  'ended',
] as const;
export type ChangeType = (typeof CHANGE_TYPES)[number];

/** What happened. */
export const CONSENT_ACTIONS = [
  'given',
  'withdrawn',
] as const;
export type ConsentAction = (typeof CONSENT_ACTIONS)[number];

/** Who reported the death to the source. */
export const DEATH_REPORTED_BY = [
  'registrar',
  'family',
  'agency',
  'other',
] as const;
export type DeathReportedBy = (typeof DEATH_REPORTED_BY)[number];

/** Who has died. */
export const DEATH_WHOS = [
  'claimant',
  'partner',
  'child',
  'non-dependant',
] as const;
export type DeathWho = (typeof DEATH_WHOS)[number];

/** Why it was decided; null in records from before: told. Every run after the first has a cause of its own. */
export const DECISION_CAUSES = [
  'told',
  'match-confirmed',
  'back-fill',
  'merged',
  'redelivered',
] as const;
export type DecisionCause = (typeof DECISION_CAUSES)[number];

/** self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it. */
export const EVIDENCE_LEVELS = [
  'self-declared',
  'seen',
  'verified-at-source',
] as const;
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

/** Which kind of fact the change is about. */
export const FACTS = [
  'address',
  'income',
  'household',
  'benefitAward',
  'capital',
  'identity',
  'death',
] as const;
export type Fact = (typeof FACTS)[number];

/** Why the household changed. */
export const HOUSEHOLD_REASONS = [
  'moved-in',
  'moved-out',
  'born',
  'died',
  'other',
] as const;
export type HouseholdReason = (typeof HOUSEHOLD_REASONS)[number];

/** Relation to the claimant. */
export const HOUSEHOLD_RELATIONS = [
  'partner',
  'child',
  'non-dependant',
  'joint-tenant',
] as const;
export type HouseholdRelation = (typeof HOUSEHOLD_RELATIONS)[number];

/** Why what is known of the person changes. */
export const IDENTITY_REASONS = [
  'nino-changed',
  'name-changed',
  'birth-date-corrected',
  'other',
] as const;
export type IdentityReason = (typeof IDENTITY_REASONS)[number];

/** What kind of income it is. */
export const INCOME_KINDS = [
  'employed',
  'self-employed',
  'occupational-pension',
  'other',
] as const;
export type IncomeKind = (typeof INCOME_KINDS)[number];

/** Whose income it is. */
export const INCOME_WHOS = [
  'claimant',
  'partner',
  'non-dependant',
] as const;
export type IncomeWho = (typeof INCOME_WHOS)[number];

/** What happened: linked to a person by particulars, confirmed or recalled by a person, moved with a merged subject. */
export const INTEREST_ACTIONS = [
  'registered',
  'ended',
  'linked',
  'confirmed',
  'recalled',
  'moved',
] as const;
export type InterestAction = (typeof INTEREST_ACTIONS)[number];

/** pending: nobody found yet; provisional: found by particulars, a person must confirm; final: matched by number or confirmed; refused: the link was wrong. */
export const INTEREST_STATES = [
  'pending',
  'provisional',
  'final',
  'refused',
] as const;
export type InterestState = (typeof INTEREST_STATES)[number];

/** How the person was found; null in records from before, which were all by number. */
export const MATCHED = [
  'nino',
  'particulars',
  'officer',
  'none',
] as const;
export type Matched = (typeof MATCHED)[number];

/** What was done. */
export const OUTCOME_KINDS = [
  'applied',
  'no-change',
  'to-verify',
  'unmatched',
  'disputed',
  'rejected',
] as const;
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

/** What the rent is for. */
export const PAY_PERIODS = [
  'weekly',
  'two-weekly',
  'four-weekly',
  'monthly',
  'yearly',
] as const;
export type PayPeriod = (typeof PAY_PERIODS)[number];

/** The answer. */
export const RECIPIENT_DECISION_VERDICTS = [
  'release',
  'trimmed',
  'hold',
  'refused',
  'own',
] as const;
export type RecipientDecisionVerdict = (typeof RECIPIENT_DECISION_VERDICTS)[number];

/** value: use it; the others take back what was given. */
export const RELEASE_KINDS = [
  'value',
  'void',
  'withdrawn',
  'do-not-rely',
  'erased',
] as const;
export type ReleaseKind = (typeof RELEASE_KINDS)[number];

/** accepted: recorded now; duplicate: recorded before, with the same content; rejected: not recorded. */
export const SUBMISSION_RESULT_STATUSES = [
  'accepted',
  'duplicate',
  'rejected',
] as const;
export type SubmissionResultStatus = (typeof SUBMISSION_RESULT_STATUSES)[number];

/** What happened. */
export const SUSPENSION_ACTIONS = [
  'suspended',
  'resumed',
] as const;
export type SuspensionAction = (typeof SUSPENSION_ACTIONS)[number];

/** What is suspended. */
export const SUSPENSION_TARGETS = [
  'agreement',
  'agency',
] as const;
export type SuspensionTarget = (typeof SUSPENSION_TARGETS)[number];

/** What an operator or officer did by hand: to what, why, and as whom. No personal data. */
export interface Action {
  /** Id of the action. */
  readonly actionId: Uuid;
  /** What was done. */
  readonly action: ActionAction;
  /** What the target names. */
  readonly targetKind: ActionTargetKind;
  /** To what it was done; the record’s key. A subject key; a case as agency and case reference with a slash between them; a partition as topic and number with a slash between them; the id of an agency, agreement, replay, ledger, incident or key store; the name of a page. */
  readonly target: string;
  /** Of parked records: the stream in which the key waited, as it names it. Of rows deleted by age: their table. */
  readonly stream: string | null;
  /** Id of the one record that it was about, if it was about one: a change, release, match review, erasure or incident. */
  readonly recordId: Uuid | null;
  /** How many records it moved, where it moved any. */
  readonly records: number | null;
  /** Why, as who did it said; names no person. */
  readonly reason: string;
  /** Who did it: the person who signed in, else the client whose token was shown. */
  readonly actor: string;
  /** When it was recorded. Unit: microseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/** Where a person lives or is written to. A move is one fact: out of one place and into another. */
export interface Address {
  /** Which side of a move this notice tells; a complete move tells moved-in with both addresses. */
  readonly role: AddressRole | null;
  /** Unique Property Reference Number of the place left; digits as text, compared after padding to 12. */
  readonly fromUprn: string | null;
  /** Address lines of the place left. */
  readonly fromLines: readonly string[] | null;
  /** Postcode of the place left. */
  readonly fromPostcode: string | null;
  /** Unique Property Reference Number of the place moved to. */
  readonly toUprn: string | null;
  /** Address lines of the place moved to. */
  readonly toLines: readonly string[] | null;
  /** Postcode of the place moved to. */
  readonly toPostcode: string | null;
  /** Day of moving out. The state at the end of a day counts for the whole day, so this day is not charged. Source: LGFA 1992 s.2(2). */
  readonly movedOutOn: IsoDate | null;
  /** Day of moving in. */
  readonly movedInOn: IsoDate | null;
  /** How the home is held. Source: Single Housing Benefit Extract vocabulary. */
  readonly tenure: AddressTenure | null;
  /** Rent for one rent period. Unit: pence. */
  readonly rentPence: number | null;
  /** What the rent is for. */
  readonly rentPeriod: PayPeriod | null;
  /** Persons jointly liable for council tax at the new place. Unit: persons. */
  readonly liablePersons: number | null;
  /** True when disclosure of this address would put a person at risk. */
  readonly protected: boolean | null;
}

/** An award of another benefit starts, changes or stops. Health benefits are not carried. */
export interface BenefitAward {
  /** Which benefit. */
  readonly benefit: Benefit | null;
  /** What happened to the award. */
  readonly action: BenefitAwardAction | null;
  /** Weekly amount from `from` on. Unit: pence a week. */
  readonly weeklyAmountPence: number | null;
  /** First day of the award or of the changed amount. */
  readonly from: IsoDate | null;
  /** Last day of entitlement when the award stops; the date of change for council tax benefit is the day after it. Source: CTB Regs 2006 reg 67. */
  readonly lastDayOfEntitlement: IsoDate | null;
}

/** What a household owns that counts as capital, as one total; a change tells the new total and not the difference. Source: Single Housing Benefit Extract vocabulary. */
export interface Capital {
  /** All capital of the owner together, on the day it stands for. Unit: pence. */
  readonly totalPence: number | null;
  /** Whose capital it is; of a couple all of it counts as the claimant’s. */
  readonly owner: CapitalOwner | null;
  /** The day on which it was worth that much. */
  readonly asOf: IsoDate | null;
}

/** What changed: one nullable record for each kind of fact. Framed with its own schema id inside ClaimantChange, so that it alone can be sealed. */
export interface ChangeBody {
  /** Set when fact is address. */
  readonly address: Address | null;
  /** Set when fact is income. */
  readonly income: Income | null;
  /** Set when fact is household. */
  readonly household: Household | null;
  /** Set when fact is benefitAward. */
  readonly benefitAward: BenefitAward | null;
  /** Set when fact is capital. */
  readonly capital: Capital | null;
  /** Set when fact is identity. */
  readonly identity: Identity | null;
  /** Set when fact is death. */
  readonly death: Death | null;
}

/** One notice about one fact of one person, validated and ordered by intake. The envelope is clear; the body is framed apart. */
export interface ClaimantChange {
  /** UUIDv5 of source agency and idempotency key. Source: RFC 9562. */
  readonly changeId: Uuid;
  /** Keyed digest that stands for the person; the record's key. */
  readonly subjectKey: string;
  /** Dense for each subject, from 1, in the order intake accepted. */
  readonly changeSequence: number;
  /** Who told. */
  readonly source: Source;
  /** Keyed digests, compared at decision. */
  readonly identityDigests: IdentityDigests;
  /** The same under the area secret before, while secrets are rotated: an interest registered earlier is compared with these. */
  readonly identityDigestsBefore: IdentityDigests | null;
  /** Which kind of fact the change is about. */
  readonly fact: Fact;
  /** created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds. */
  readonly changeType: ChangeType;
  /** The change that a correction, annulment or end points to. */
  readonly previousChangeId: Uuid | null;
  /** The subject key that goes on, when two keys turned out to be one person; the last change of this key. Told by the bus itself. */
  readonly mergedInto: string | null;
  /** The day it happened. */
  readonly occurredOn: IsoDate;
  /** The day the person first told somebody. */
  readonly notifiedOn: IsoDate;
  /** The day the source office got it. */
  readonly receivedOn: IsoDate;
  /** The day the source used it to decide a benefit; without it a council may not use it unverified. Source: SI 2007/2911 reg 2. */
  readonly usedOn: IsoDate | null;
  /** The benefit it was used to decide. */
  readonly usedFor: Benefit | null;
  /** How well the source knows it. */
  readonly evidence: Evidence;
  /** Legal reference when telling this office discharged a duty to tell another; births and deaths only. Source: SI 2010/444. */
  readonly dutyDischarged: string | null;
  /** When intake accepted it. Unit: microseconds since 1970 UTC. */
  readonly acceptedAt: number;
  /** ChangeBody in Confluent framing: byte 0, four-byte schema id, Avro. Sealed for its person: byte 1, four-byte schema id, four-byte key number, then AES-256-GCM (docs/explanation/erasure.md). */
  readonly body: Buffer;
}

/** A person's consent to one recipient for one purpose, as given or withdrawn. No identity. */
export interface Consent {
  /** Id of the consent: one for each person, recipient and purpose. */
  readonly consentId: Uuid;
  /** From 1, raised each time it is given or withdrawn. */
  readonly version: number;
  /** What happened. */
  readonly action: ConsentAction;
  /** The subject; the record's key. */
  readonly subjectKey: string;
  /** Who may be given what rests on it. */
  readonly recipient: string;
  /** What for; one that an agreement by consent names. */
  readonly purpose: string;
  /** The agency that the person told. */
  readonly recordedBy: string;
  /** The day the person gave or withdrew it. */
  readonly on: IsoDate;
  /** Last day, when it was given for a time. */
  readonly until: IsoDate | null;
  /** Version of the subject's row from which it holds: the fence. */
  readonly subjectVersion: number;
  /** When it was recorded. Unit: microseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/** A consent looked at. */
export interface ConsentUsed {
  /** The consent. */
  readonly consentId: Uuid;
  /** Its version. */
  readonly version: number;
}

/** A record that its reader could not read, or that an operator gave up: where it is and why, never what it says or whom it is about. Who says so is told by the topic. */
export interface DeadLetter {
  /** Id of the dead letter. */
  readonly deadLetterId: Uuid;
  /** Topic of the record. */
  readonly topic: string;
  /** Partition of the record. With the topic it is the key. */
  readonly partition: number;
  /** Offset of the record. */
  readonly offset: number;
  /** SHA-256 of the record’s key and value, in hexadecimal, as in the header `digest`. */
  readonly digest: string;
  /** Why, as a code: `undecodable`, `unknown-schema`, `illegal-value`, `corrupt`, `key-mismatch`, `seal-broken`, or that of the error with which its reader refused it. */
  readonly cause: string;
  /** When it was recorded. Unit: microseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/** A member of the household has died. */
export interface Death {
  /** Who has died. */
  readonly who: DeathWho | null;
  /** Name of the person who has died. */
  readonly member: string | null;
  /** Birth date of the person who has died. */
  readonly birthDate: IsoDate | null;
  /** Day of death. */
  readonly diedOn: IsoDate | null;
  /** Who reported the death to the source. */
  readonly reportedBy: DeathReportedBy | null;
}

/** The gateway's answer for one change and every recipient. Ids, versions and field names only. */
export interface Decision {
  /** Id of this run. */
  readonly decisionId: Uuid;
  /** The change. */
  readonly changeId: Uuid;
  /** The subject; the record's key. */
  readonly subjectKey: string;
  /** The change's sequence. */
  readonly changeSequence: number;
  /** 1 for the first decision on a change. */
  readonly run: number;
  /** Why it was decided; null in records from before: told. Every run after the first has a cause of its own. */
  readonly cause: DecisionCause | null;
  /** The first change of its chain of corrections, annulment and end. */
  readonly rootChangeId: Uuid | null;
  /** Business date of decision. */
  readonly businessDate: IsoDate;
  /** When it was decided. Unit: microseconds since 1970 UTC. */
  readonly decidedAt: number;
  /** Version of the subject's row, the fence. */
  readonly subjectVersion: number;
  /** Version of the decision rules. */
  readonly engineVersion: string;
  /** SHA-256 over the agreement files loaded, in hex. */
  readonly agreementSet: string;
  /** Version of the suspensions of agreements and agencies. */
  readonly suspensionVersion: number | null;
  /** changeSequence since which the person's address is protected. */
  readonly protectedSince: number | null;
  /** One entry for each interest, or one refusal without recipient. */
  readonly recipients: readonly RecipientDecision[];
}

/** An agreement file that the answer rests on. */
export interface DecisionBasis {
  /** Agreement id. */
  readonly agreement: string;
  /** Agreement version. */
  readonly version: number;
  /** SHA-256 of the agreement file, hex. */
  readonly hash: string;
}

/** A document seen; the document itself does not travel. */
export interface Document {
  /** Kind of document, such as payslip or tenancy-agreement. */
  readonly type: string;
  /** Day it was seen. */
  readonly seenOn: IsoDate | null;
  /** The source office's reference for the officer who saw it. */
  readonly officerReference: string | null;
  /** SHA-256 of the document as kept by the source, in hex. */
  readonly sha256: string | null;
}

/** How well the source knows what it tells. */
export interface Evidence {
  /** self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it. */
  readonly level: EvidenceLevel;
  /** Documents seen. */
  readonly documents: readonly Document[];
}

/** A field given, and what allowed it. */
export interface FieldBasis {
  /** Dotted path. */
  readonly field: string;
  /** Agreement id. */
  readonly agreement: string;
  /** Agreement version. */
  readonly version: number;
  /** SHA-256 of the agreement file, hex. */
  readonly hash: string;
}

/** One thing wrong with one field; never its value. */
export interface FieldError {
  /** JSON pointer to the field. */
  readonly pointer: string;
  /** Rule broken. */
  readonly code: string;
  /** The rule in a sentence. */
  readonly detail: string;
}

/** What the ledger held at a moment, signed: whoever keeps one can find out later whether anything before it was touched. */
export interface Head {
  /** The ledger's id; the record's key. A ledger that could not go on where it was has another id. */
  readonly logId: string;
  /** How many entries it had. */
  readonly size: number;
  /** Root of the tree over them (RFC 9162, 2.1.1), SHA-256 in hexadecimal. */
  readonly root: string;
  /** The same as a signed note (C2SP tlog-checkpoint), which other programs verify. */
  readonly note: string;
  /** When it was signed. */
  readonly signedAt: number;
}

/** A member joins or leaves the household, or what is known of a member moves on. Source: Single Housing Benefit Extract vocabulary. */
export interface Household {
  /** Name of the member. */
  readonly member: string | null;
  /** Relation to the claimant. */
  readonly relation: HouseholdRelation | null;
  /** Birth date of the member. */
  readonly birthDate: IsoDate | null;
  /** Day of joining the household. */
  readonly joinedOn: IsoDate | null;
  /** Day of leaving the household. */
  readonly leftOn: IsoDate | null;
  /** Why the household changed. */
  readonly reason: HouseholdReason | null;
  /** True when the member works 16 hours a week or more. */
  readonly worksSixteenHoursOrMore: boolean | null;
  /** Gross weekly income of a non-dependant. Unit: pence a week. */
  readonly grossWeeklyIncomePence: number | null;
  /** Benefits that a non-dependant gets. */
  readonly benefits: readonly string[] | null;
  /** True when child benefit is paid for the member. */
  readonly childBenefitInPayment: boolean | null;
}

/** What was known of the person’s identity was wrong or has moved on. It carries no National Insurance number: a new one travels as a keyed digest. */
export interface Identity {
  /** Keyed digest of the new National Insurance number without its suffix; says nothing to whoever lacks the area secret. */
  readonly newNinoDigest: string | null;
  /** Names the person was known by before, whole names. */
  readonly formerNames: readonly string[] | null;
  /** The right birth date, when another one was known. */
  readonly birthDate: IsoDate | null;
  /** Why what is known of the person changes. */
  readonly reason: IdentityReason | null;
}

/** Keyed digests of identity, compared with an interest's; null when the source did not say. */
export interface IdentityDigests {
  /** Version of the area secret. */
  readonly secretVersion: number;
  /** Birth date. */
  readonly birthDate: string | null;
  /** First three letters of the normalised surname. */
  readonly surnamePrefix: string | null;
  /** First letter of the normalised forename. */
  readonly initial: string | null;
  /** Postcode. */
  readonly postcode: string | null;
  /** The whole normalised surname; used to find a person without a number, never to refuse one. */
  readonly surname: string | null;
  /** The whole normalised forename; used as the surname is. */
  readonly forename: string | null;
}

/** Money that a member of the household gets. Amounts are for one pay period. */
export interface Income {
  /** Whose income it is. */
  readonly who: IncomeWho | null;
  /** What kind of income it is. */
  readonly kind: IncomeKind | null;
  /** Name of the employer. */
  readonly employer: string | null;
  /** Gross for one pay period. Unit: pence. */
  readonly grossPence: number | null;
  /** After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here. Unit: pence. */
  readonly netPence: number | null;
  /** What the amounts are for. */
  readonly payPeriod: PayPeriod | null;
  /** Complete hours worked in a week; a part hour is left off, since every threshold in the rules is a whole number of hours. Unit: hours. */
  readonly hoursPerWeek: number | null;
  /** The person's own pension contribution for one pay period. Unit: pence. */
  readonly pensionContributionPence: number | null;
  /** First pay day. */
  readonly firstPaidOn: IsoDate | null;
  /** First day of the work or of the entitlement to the income. */
  readonly startOn: IsoDate | null;
  /** Last day of the work or income. */
  readonly endOn: IsoDate | null;
  /** True when the work is expected to last five weeks or more. Source: CTB Regs 2006 reg 60. */
  readonly expectedToLastFiveWeeks: boolean | null;
}

/** An agency's case on a subject, as registered or ended. No identity, digests only. */
export interface Interest {
  /** Id of the interest. */
  readonly interestId: Uuid;
  /** From 1, raised at each change of the interest. */
  readonly version: number;
  /** What happened: linked to a person by particulars, confirmed or recalled by a person, moved with a merged subject. */
  readonly action: InterestAction;
  /** Whose case. */
  readonly agency: string;
  /** In what role. */
  readonly capacity: string;
  /** Its own case reference. */
  readonly caseReference: string;
  /** The subject. */
  readonly subjectKey: string;
  /** pending: nobody found yet; provisional: found by particulars, a person must confirm; final: matched by number or confirmed; refused: the link was wrong. */
  readonly state: InterestState;
  /** How the person was found; null in records from before, which were all by number. */
  readonly matched: Matched | null;
  /** Digests of who the agency believes the person to be. */
  readonly identityDigests: IdentityDigests;
  /** First day of the interest. */
  readonly from: IsoDate;
  /** Last day, when known. */
  readonly until: IsoDate | null;
  /** True while the agency is still to be given what was told before; null in records from before. */
  readonly asksBackFill: boolean | null;
  /** Version of the subject's row from which it holds, the fence; null in records from before. */
  readonly subjectVersion: number | null;
  /** When it was recorded. Unit: microseconds since 1970 UTC. */
  readonly changedAt: number;
}

/** What a recipient did with a release. No fact values. */
export interface Outcome {
  /** The release answered. */
  readonly releaseId: Uuid;
  /** From 1; a later answer to the same release, such as applied after to-verify, has the next. */
  readonly outcomeNo: number;
  /** The recipient's case reference; the record's key. */
  readonly caseReference: string;
  /** The release's sequence. */
  readonly releaseSequence: number;
  /** What was done. */
  readonly kind: OutcomeKind;
  /** Reason code. */
  readonly reason: string | null;
  /** First day from which the record or award differs. */
  readonly effectiveOn: IsoDate | null;
  /** The office's business date. */
  readonly businessDate: IsoDate;
  /** When it was decided. Unit: microseconds since 1970 UTC. */
  readonly decidedAt: number;
}

/** Who the change is about, as the source knows them. Never leaves intake. */
export interface Person {
  /** National Insurance number; spaces and lower case are accepted. */
  readonly nino: string | null;
  /** Family name. */
  readonly surname: string | null;
  /** First given name. */
  readonly forename: string | null;
  /** Birth date. */
  readonly birthDate: IsoDate | null;
  /** Current postcode. */
  readonly postcode: string | null;
}

/** The answer for one recipient. */
export interface RecipientDecision {
  /** The recipient; null when nobody holds an interest. */
  readonly agency: string | null;
  /** Its capacity. */
  readonly capacity: string | null;
  /** Its case reference. */
  readonly caseReference: string | null;
  /** The interest. */
  readonly interestId: Uuid | null;
  /** Version of the interest. */
  readonly interestVersion: number | null;
  /** Consents that the answer rests on. */
  readonly consents: readonly ConsentUsed[] | null;
  /** The answer. */
  readonly verdict: RecipientDecisionVerdict;
  /** Reason code for hold, refused, own. */
  readonly reason: string | null;
  /** How the interest was matched. */
  readonly matched: Matched;
  /** Fields given. */
  readonly fields: readonly FieldBasis[];
  /** Agreements that the release rests on, also when it gives no field, as an annulment does. */
  readonly basis: readonly DecisionBasis[] | null;
  /** Fields withheld. */
  readonly withheld: readonly WithheldField[];
  /** The release when there is one. */
  readonly releaseId: Uuid | null;
  /** Its sequence. */
  readonly releaseSequence: number | null;
}

/** What one recipient gets of one change: its own case reference and the permitted fields. It carries no identity and no changeSequence. */
export interface Release {
  /** Id of this release; outcomes name it. */
  readonly releaseId: Uuid;
  /** Dense for each (agency, case reference), from 1. */
  readonly releaseSequence: number;
  /** The recipient's case reference; the record's key. */
  readonly caseReference: string;
  /** The role in which the recipient holds the case. */
  readonly capacity: string;
  /** value: use it; the others take back what was given. */
  readonly kind: ReleaseKind;
  /** The change. */
  readonly changeId: Uuid;
  /** Who told. */
  readonly sourceAgency: string;
  /** Which kind of fact the change is about. */
  readonly fact: Fact;
  /** created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds. */
  readonly changeType: ChangeType;
  /** The change that a correction, annulment or end points to. */
  readonly previousChangeId: Uuid | null;
  /** The day it happened. */
  readonly occurredOn: IsoDate;
  /** The day the person first told somebody. */
  readonly notifiedOn: IsoDate;
  /** The day the source office got it. */
  readonly receivedOn: IsoDate;
  /** The day the source used it to decide a benefit; without it a council may not use it unverified. Source: SI 2007/2911 reg 2. */
  readonly usedOn: IsoDate | null;
  /** The benefit it was used to decide. */
  readonly usedFor: Benefit | null;
  /** How well the source knows it. */
  readonly evidence: Evidence;
  /** The agreements it rests on. */
  readonly basis: readonly ReleaseBasis[];
  /** Fields told but not given. */
  readonly withheld: readonly WithheldField[];
  /** True when sent because of a new interest. */
  readonly backFill: boolean;
  /** The first release when this one repeats it. */
  readonly redeliveryOf: Uuid | null;
  /** The release that a withdrawn, do-not-rely or erased one takes back; for withdrawn, `withheld` names the fields. */
  readonly takesBack: Uuid | null;
  /** When the gateway decided. Unit: microseconds since 1970 UTC. */
  readonly releasedAt: number;
  /** Set when fact is address. */
  readonly address: Address | null;
  /** Set when fact is income. */
  readonly income: Income | null;
  /** Set when fact is household. */
  readonly household: Household | null;
  /** Set when fact is benefitAward. */
  readonly benefitAward: BenefitAward | null;
  /** Set when fact is capital. */
  readonly capital: Capital | null;
  /** Set when fact is identity. */
  readonly identity: Identity | null;
  /** Set when fact is death. */
  readonly death: Death | null;
  /** Legal reference when telling the source discharged a duty to tell the recipient too; births and deaths only. Source: SI 2010/444. */
  readonly dutyDischarged: string | null;
}

/** An agreement that allowed this release. */
export interface ReleaseBasis {
  /** Agreement id. */
  readonly agreement: string;
  /** Agreement version. */
  readonly version: number;
}

/** Who told. */
export interface Source {
  /** The agency, taken from its credentials. */
  readonly agency: string;
  /** Its system. */
  readonly system: string | null;
  /** Its own case reference. */
  readonly caseReference: string | null;
}

/** What an agency tells: the change in its own words, before intake has validated and ordered it. The only record on which a NINO travels. */
export interface Submission {
  /** The agency's own key for this notice; the same key and content is the same change. */
  readonly idempotencyKey: string;
  /** The change. */
  readonly change: SubmittedChange;
}

/** Intake's answer to a submission. */
export interface SubmissionResult {
  /** The agency's key, given back. */
  readonly idempotencyKey: string;
  /** accepted: recorded now; duplicate: recorded before, with the same content; rejected: not recorded. */
  readonly status: SubmissionResultStatus;
  /** The change's id when accepted or duplicate. */
  readonly changeId: Uuid | null;
  /** Problem code when rejected. */
  readonly code: string | null;
  /** Every field error at once. */
  readonly errors: readonly FieldError[];
  /** When intake answered. Unit: microseconds since 1970 UTC. */
  readonly answeredAt: number;
}

/** A change as an agency tells it, by HTTP or on its submissions topic. */
export interface SubmittedChange {
  /** The person; may be left out when caseReference is one that intake already knows for this agency. */
  readonly person: Person | null;
  /** The source's own case reference. */
  readonly caseReference: string | null;
  /** The source's system that recorded it. */
  readonly system: string | null;
  /** Which kind of fact the change is about. */
  readonly fact: Fact;
  /** created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds. */
  readonly changeType: ChangeType;
  /** The change that a correction, annulment or end points to. */
  readonly previousChangeId: Uuid | null;
  /** The day it happened. */
  readonly occurredOn: IsoDate;
  /** The day the person first told somebody. */
  readonly notifiedOn: IsoDate;
  /** The day the source office got it. */
  readonly receivedOn: IsoDate;
  /** The day the source used it to decide a benefit; without it a council may not use it unverified. Source: SI 2007/2911 reg 2. */
  readonly usedOn: IsoDate | null;
  /** The benefit it was used to decide. */
  readonly usedFor: Benefit | null;
  /** How well the source knows it. */
  readonly evidence: Evidence;
  /** Legal reference when telling this office discharged a duty to tell another; births and deaths only. Source: SI 2010/444. */
  readonly dutyDischarged: string | null;
  /** Set when fact is address. */
  readonly address: Address | null;
  /** Set when fact is income. */
  readonly income: Income | null;
  /** Set when fact is household. */
  readonly household: Household | null;
  /** Set when fact is benefitAward. */
  readonly benefitAward: BenefitAward | null;
  /** Set when fact is capital. */
  readonly capital: Capital | null;
  /** Set when fact is identity. */
  readonly identity: SubmittedIdentity | null;
  /** Set when fact is death. */
  readonly death: Death | null;
}

/** What is told of a person’s identity, with a new National Insurance number in clear; intake makes Identity of it. */
export interface SubmittedIdentity {
  /** The new National Insurance number; spaces and lower case are accepted. Never leaves intake. */
  readonly newNino: string | null;
  /** Names the person was known by before, whole names. */
  readonly formerNames: readonly string[] | null;
  /** The right birth date, when another one was known. */
  readonly birthDate: IsoDate | null;
  /** Why what is known of the person changes. */
  readonly reason: IdentityReason | null;
}

/** An agreement or an agency suspended at once, or resumed. */
export interface Suspension {
  /** What is suspended. */
  readonly target: SuspensionTarget;
  /** Its id; the record's key. */
  readonly id: string;
  /** What happened. */
  readonly action: SuspensionAction;
  /** Version of the suspensions from which it holds: the fence. */
  readonly version: number;
  /** Why, as the operator said; names no person. */
  readonly reason: string;
  /** When it was recorded. Unit: microseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/** A field that was told but not given. */
export interface WithheldField {
  /** Dotted path, such as income.employer. */
  readonly field: string;
  /** Why: no-basis, not-in-agreement, protected. */
  readonly reason: string;
}

/** The types that travel as records, by name. */
export interface RecordTypes {
  readonly Action: Action;
  readonly ChangeBody: ChangeBody;
  readonly ClaimantChange: ClaimantChange;
  readonly Consent: Consent;
  readonly DeadLetter: DeadLetter;
  readonly Decision: Decision;
  readonly Head: Head;
  readonly Interest: Interest;
  readonly Outcome: Outcome;
  readonly Release: Release;
  readonly Submission: Submission;
  readonly SubmissionResult: SubmissionResult;
  readonly Suspension: Suspension;
}

/** Every named type of schemas/, by name. */
export interface NamedTypes {
  readonly Action: Action;
  readonly Address: Address;
  readonly BenefitAward: BenefitAward;
  readonly Capital: Capital;
  readonly ChangeBody: ChangeBody;
  readonly ClaimantChange: ClaimantChange;
  readonly Consent: Consent;
  readonly ConsentUsed: ConsentUsed;
  readonly DeadLetter: DeadLetter;
  readonly Death: Death;
  readonly Decision: Decision;
  readonly DecisionBasis: DecisionBasis;
  readonly Document: Document;
  readonly Evidence: Evidence;
  readonly FieldBasis: FieldBasis;
  readonly FieldError: FieldError;
  readonly Head: Head;
  readonly Household: Household;
  readonly Identity: Identity;
  readonly IdentityDigests: IdentityDigests;
  readonly Income: Income;
  readonly Interest: Interest;
  readonly Outcome: Outcome;
  readonly Person: Person;
  readonly RecipientDecision: RecipientDecision;
  readonly Release: Release;
  readonly ReleaseBasis: ReleaseBasis;
  readonly Source: Source;
  readonly Submission: Submission;
  readonly SubmissionResult: SubmissionResult;
  readonly SubmittedChange: SubmittedChange;
  readonly SubmittedIdentity: SubmittedIdentity;
  readonly Suspension: Suspension;
  readonly WithheldField: WithheldField;
}
