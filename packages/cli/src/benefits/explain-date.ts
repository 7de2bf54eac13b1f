import {
  CHANGE_KINDS,
  type ChangeKind,
  type DateAnswer,
  type IsoDate,
  type Scheme,
} from '@told/benefits';
import { describeQuestion } from './describe-question.ts';

type Rule = Scheme['rules'][number];

export interface ExplainedRule {
  readonly name: string;
  readonly source: string;
  readonly says: string;
  readonly unverified: boolean;
}
export interface ExplainedDay {
  readonly effectiveOn: IsoDate;
  readonly rule: ExplainedRule;
}

/** A date of effect as `told benefits date --json` prints it: every field always, null where it does not apply. */
export interface ExplainedDate {
  readonly scheme: string;
  readonly title: string;
  readonly fact: ChangeKind;
  readonly says: string;
  readonly on: IsoDate;
  /** The date of change as the scheme sees it. */
  readonly changedOn: IsoDate | null;
  /** `date`: one day; `depends`: told late, `ifGains` or `ifLoses`; `to-verify`: no day. */
  readonly answer: 'date' | 'depends' | 'to-verify';
  readonly effectiveOn: IsoDate | null;
  readonly rule: ExplainedRule | null;
  readonly ifGains: ExplainedDay | null;
  readonly ifLoses: ExplainedDay | null;
  /** Where a change that ends entitlement counts from another day. */
  readonly ifEntitlementEnds: ExplainedDay | null;
  readonly notice: {
    readonly notifiedOn: IsoDate;
    readonly lastDay: IsoDate;
    readonly late: boolean;
    readonly rule: ExplainedRule;
  } | null;
  readonly toVerify: {
    readonly reason: string;
    readonly detail: string;
    readonly says: string;
  } | null;
}

export function explainDate(
  scheme: Scheme,
  { kind, on }: { readonly kind: ChangeKind; readonly on: IsoDate },
  answer: DateAnswer,
): ExplainedDate {
  const head = {
    scheme: scheme.id,
    title: scheme.title,
    fact: kind,
    says: CHANGE_KINDS[kind].says,
    on,
  };
  if (answer.kind === 'question') {
    const { reason, detail } = answer.question;
    return {
      ...head,
      ...NOTHING,
      answer: 'to-verify',
      toVerify: { reason, detail, says: describeQuestion(scheme, answer.question) },
    };
  }
  const { notice } = answer;
  const dated = {
    ...head,
    ...NOTHING,
    changedOn: answer.changedOn,
    ifEntitlementEnds: answer.ifEntitlementEnds && explainDay(answer.ifEntitlementEnds),
    notice: notice && {
      notifiedOn: notice.notifiedOn,
      lastDay: notice.lastDay,
      late: notice.isLate,
      rule: explainRule(notice.rule),
    },
  };
  return answer.kind === 'date'
    ? { ...dated, answer: 'date', effectiveOn: answer.effectiveOn, rule: explainRule(answer.rule) }
    : {
        ...dated,
        answer: 'depends',
        ifGains: explainDay(answer.ifGains),
        ifLoses: explainDay(answer.ifLoses),
      };
}

const NOTHING = {
  changedOn: null,
  effectiveOn: null,
  rule: null,
  ifGains: null,
  ifLoses: null,
  ifEntitlementEnds: null,
  notice: null,
  toVerify: null,
} as const;

const explainRule = ({ name, source, says, unverified }: Rule): ExplainedRule => ({
  name,
  source,
  says,
  unverified: unverified === true,
});

const explainDay = (day: { readonly on: IsoDate; readonly rule: Rule }): ExplainedDay => ({
  effectiveOn: day.on,
  rule: explainRule(day.rule),
});
