import {
  type AgreementProblem,
  type AgreementSetId,
  type Finding,
  LINT_RULES,
  lintAgreements,
} from '@told/agreements';
import { factFields } from '@told/codec';
import { readAgencies } from '@told/stack';
import type { Printer } from '../print.ts';
import { readSet } from './read-set.ts';

/** What is wrong with one set on one day: rules that its files break, or else what a reviewer should look at. */
export interface SetChecked {
  readonly set: AgreementSetId;
  readonly on: string;
  readonly sound: boolean;
  readonly agreements: number;
  readonly problems: readonly AgreementProblem[];
  readonly findings: readonly (Finding & { readonly meaning: string })[];
}

/** A set is sound when every file keeps its format and nothing found is an error. */
export async function checkSet(
  set: AgreementSetId,
  { on, infra }: { readonly on: string; readonly infra: string },
): Promise<SetChecked> {
  const read = await readSet(set, infra);
  if ('problems' in read) {
    return { set, on, sound: false, agreements: 0, problems: read.problems, findings: [] };
  }
  const agencies = await readAgencies(infra);
  const findings = lintAgreements(read.agreements, { on, agencies, facts: factFields }).map(
    (one) => ({ ...one, meaning: LINT_RULES[one.rule].meaning }),
  );
  return {
    ...{ set, on, agreements: read.agreements.agreements.length },
    sound: findings.every((one) => one.severity !== 'error'),
    ...{ problems: [], findings },
  };
}

const COLOURS = { error: 'red', warning: 'yellow' } as const;

export function describeChecked(checked: SetChecked, printer: Printer): string {
  const { set, on, agreements, problems, findings } = checked;
  if (problems.length > 0) {
    const lines = problems.map(
      ({ file, path, rule }) => `  ${[file, path].filter((one) => one !== '').join(' ')}: ${rule}`,
    );
    return `set ${set}: not one of its files is used, since\n${lines.join('\n')}`;
  }
  if (findings.length === 0) return `set ${set} on ${on}: ${agreements} agreements, nothing found`;
  const lines = findings.map((one) => {
    const severity = printer.style(COLOURS[one.severity], one.severity);
    const place = [one.agreement, one.path].filter((part) => part !== '').join(', ');
    return `${severity}  ${place}\n  ${one.meaning} (${one.rule})\n  Fix: ${one.fix}`;
  });
  return `set ${set} on ${on}\n${lines.join('\n')}`;
}
