import type { Question } from './award.ts';
import type { BenefitCase } from './benefit-case.ts';
import { addDays, type IsoDate, toDayNumber } from './calendar.ts';
import { type AskedMoment, CHANGE_KINDS, type ChangeKind } from './change-kinds.ts';
import { contradiction } from './circumstances.ts';
import { lastDayOfNotice } from './notice.ts';
import { NOTICE_RULES } from './notice-rules.ts';
import type { Rule } from './schemes/rule.ts';
import type { EffectiveDay, Scheme } from './schemes/scheme.ts';
import { missingField, notModelled } from './weekly-income.ts';

/** A change whose day of effect is asked for. */
export type AskedChange = {
  readonly kind: ChangeKind;
  /** The day it happened; of `benefit-ends` the last day of entitlement, of `new-claim` the day of the claim. */
  readonly on: IsoDate;
  /** The day this office was told; absent, it is taken to have been told in time. */
  readonly notifiedOn?: IsoDate;
  /** An officer extended the time for telling. [SI 2001/1002 reg 9] */
  readonly noticeExtended?: boolean;
  /** Whether the person's award goes up, where it is known. */
  readonly gains?: boolean;
};

/** Whether the notice came in time; `lastDay` is the last day in time. */
export type NoticeAnswer = {
  readonly notifiedOn: IsoDate;
  readonly lastDay: IsoDate;
  readonly isLate: boolean;
  readonly rule: Rule;
};

type Dated = {
  /** The date of change as the scheme sees it. */
  readonly changedOn: IsoDate;
  /** Null where no notice was given, or where none can be late. */
  readonly notice: NoticeAnswer | null;
  /** The day instead, should the change end entitlement; null where the question does not arise. */
  readonly ifEntitlementEnds: EffectiveDay | null;
};

/**
 * One day; or two (`depends`), where it is not said whether the person gains and the day turns on it;
 * or a question, never a guess.
 */
export type DateAnswer =
  | (Dated & { readonly kind: 'date'; readonly effectiveOn: IsoDate; readonly rule: Rule })
  | (Dated & {
      readonly kind: 'depends';
      readonly ifGains: EffectiveDay;
      readonly ifLoses: EffectiveDay;
    })
  | { readonly kind: 'question'; readonly question: Question };

/**
 * From which day a change counts in a scheme, with the rule that says so. The days come from the
 * scheme's own rules; lateness from SI 2001/1002 regs 8, 9 or the scheme's own time for telling.
 *
 * Throws BenefitsError `invalid-date` for a day that is none, `invalid-case` when the case lacks
 * what the scheme counts weeks or periods by.
 */
export function dateOfChange(
  scheme: Scheme,
  benefitCase: BenefitCase,
  asked: AskedChange,
): DateAnswer {
  const { moment } = CHANGE_KINDS[asked.kind];
  // Another benefit's end counts the day after its last day of entitlement. [CTB Regs 2006 reg 67(1)]
  const changedOn = addDays(asked.on, moment === 'benefit-ends' ? 1 : 0);
  if (asked.notifiedOn !== undefined) toDayNumber(asked.notifiedOn);
  const question = findQuestion(scheme, benefitCase, changedOn);
  if (question !== null) return { kind: 'question', question };
  switch (moment) {
    case 'from-the-start':
      return undisputed(changedOn, {
        on: benefitCase.claimStartOn,
        rule: NOTICE_RULES.fromTheStart,
      });
    case 'new-claim':
    case 'new-claim-newly-liable': {
      const first = scheme.dateClaim?.(changedOn, moment === 'new-claim-newly-liable');
      return first === undefined ? ask(notModelled('new-claim')) : undisputed(changedOn, first);
    }
    case 'pension-credit-rises':
    case 'pension-credit-falls':
      return datePensionCredit(scheme, moment, changedOn, asked);
    case 'entitlement-ends':
      // A person never gains by losing entitlement, so that a late notice moves nothing.
      return {
        ...undisputed(changedOn, findEnd(scheme, benefitCase, changedOn)),
        notice: findNotice(scheme, benefitCase, changedOn, asked),
      };
    default:
      return dateOrdinary(scheme, benefitCase, changedOn, moment, asked);
  }
}

const ask = (question: Question): DateAnswer => ({ kind: 'question', question });

const undisputed = (changedOn: IsoDate, { on, rule }: EffectiveDay) => ({
  kind: 'date' as const,
  changedOn,
  effectiveOn: on,
  rule,
  notice: null,
  ifEntitlementEnds: null,
});

function findQuestion(
  scheme: Scheme,
  benefitCase: BenefitCase,
  changedOn: IsoDate,
): Question | null {
  const { from, to } = scheme.covers(benefitCase);
  if (changedOn < from) return { reason: 'no-scheme', detail: 'before-first-day' };
  if (changedOn > to) return { reason: 'no-scheme', detail: 'after-last-day' };
  const { birthDate } = benefitCase.claimant;
  return birthDate !== null && changedOn < birthDate
    ? contradiction('any', 'change-before-birth').question
    : null;
}

function findEnd(scheme: Scheme, benefitCase: BenefitCase, changedOn: IsoDate): EffectiveDay {
  return (
    scheme.dateEnd?.(changedOn, benefitCase) ??
    scheme.dateEffect({ moment: 'ordinary' }, changedOn, benefitCase)
  );
}

function findNotice(
  scheme: Scheme,
  benefitCase: BenefitCase,
  changedOn: IsoDate,
  { notifiedOn, noticeExtended = false }: AskedChange,
): NoticeAnswer | null {
  if (notifiedOn === undefined) return null;
  const own = noticeExtended ? undefined : scheme.lastDayOfNotice?.(changedOn, benefitCase);
  const lastDay = own ?? lastDayOfNotice(changedOn, noticeExtended);
  const rule = noticeExtended ? NOTICE_RULES.extended : NOTICE_RULES.inTime;
  return { notifiedOn, lastDay, isLate: notifiedOn > lastDay, rule };
}

function dateOrdinary(
  scheme: Scheme,
  benefitCase: BenefitCase,
  changedOn: IsoDate,
  moment: Exclude<AskedMoment, 'entitlement-ends' | `new-claim${string}` | `pension-${string}`>,
  asked: AskedChange,
): DateAnswer {
  const fromTrueDay = scheme.dateEffect({ moment }, changedOn, benefitCase);
  const notice = findNotice(scheme, benefitCase, changedOn, asked);
  // Only a scheme with a rule of its own for it dates the end of entitlement otherwise.
  const end = scheme.dateEnd?.(changedOn, benefitCase) ?? null;
  const dated = {
    changedOn,
    notice,
    ifEntitlementEnds: end === null || end.on === fromTrueDay.on ? null : end,
  };
  if (notice === null || !notice.isLate) {
    return { ...dated, kind: 'date', effectiveOn: fromTrueDay.on, rule: fromTrueDay.rule };
  }
  const ifGains = {
    on: scheme.dateEffect({ moment }, notice.notifiedOn, benefitCase).on,
    rule: scheme.lateGainRule ?? NOTICE_RULES.lateGain,
  };
  return choose(dated, ifGains, { on: fromTrueDay.on, rule: NOTICE_RULES.lateLoss }, asked);
}

function choose(
  dated: Dated,
  ifGains: EffectiveDay,
  ifLoses: EffectiveDay,
  { gains }: AskedChange,
): DateAnswer {
  if (gains === undefined && ifGains.on !== ifLoses.on) {
    return { ...dated, kind: 'depends', ifGains, ifLoses };
  }
  const { on, rule } = gains === true ? ifGains : ifLoses;
  return { ...dated, kind: 'date', effectiveOn: on, rule };
}

function datePensionCredit(
  scheme: Scheme,
  moment: 'pension-credit-rises' | 'pension-credit-falls',
  changedOn: IsoDate,
  asked: AskedChange,
): DateAnswer {
  if (scheme.dateCredit === undefined) return ask(notModelled('pension-credit'));
  const { notifiedOn } = asked;
  if (notifiedOn === undefined) return ask(missingField('notifiedOn'));
  const credit = { moment, on: changedOn, toldOn: notifiedOn };
  const ifGains = scheme.dateCredit({ ...credit, gains: true });
  const ifLoses = scheme.dateCredit({ ...credit, gains: false });
  return choose({ changedOn, notice: null, ifEntitlementEnds: null }, ifGains, ifLoses, asked);
}
