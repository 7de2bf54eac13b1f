/** What `lintAgreements` looks for. An error makes a file say what is not so, or must never be shipped; a warning needs a reviewer's eye. */
export const LINT_RULES = {
  'unknown-field': {
    severity: 'error',
    meaning: 'names a field that no change can carry',
  },
  'unknown-party': {
    severity: 'error',
    meaning: 'names an agency that has no file',
  },
  'unknown-capacity': {
    severity: 'error',
    meaning: 'names a capacity in which the recipient holds no case',
  },
  'special-category': {
    severity: 'error',
    meaning: 'names a field of a special category of personal data, which the bus does not carry',
  },
  unsigned: {
    severity: 'error',
    meaning: 'says that it is signed, and some party has not signed these very terms',
  },
  expired: {
    severity: 'error',
    meaning: 'says that it is in force, and has run out',
  },
  contradiction: {
    severity: 'error',
    meaning: 'is in force in two versions on the same day',
  },
  'unknown-retention': {
    severity: 'error',
    meaning: 'names a retention class that is not defined',
  },
  'past-review': {
    severity: 'warning',
    meaning: 'should have been reviewed by now',
  },
  overlap: {
    severity: 'warning',
    meaning: 'gives a field that another agreement gives already for the same disclosure',
  },
  'unused-field': {
    severity: 'warning',
    meaning: 'gives a field that the recipient does not use in this capacity',
  },
  'unallowed-field': {
    severity: 'warning',
    meaning: 'no agreement in force gives a field that the recipient uses in this capacity',
  },
  'long-look-back': {
    severity: 'warning',
    meaning: 'reaches further back than what is given may be kept',
  },
} as const;

export type LintRule = keyof typeof LINT_RULES;

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly rule: LintRule;
  /** Id and version, such as `dwp-to-council-ctb 2`; empty when it is about what no agreement says. */
  readonly agreement: string;
  /** Where in the file, or `agency capacity fact.field`. */
  readonly path: string;
  /** What to do about it. */
  readonly fix: string;
}

export const find = (rule: LintRule, agreement: string, path: string, fix: string): Finding => ({
  severity: LINT_RULES[rule].severity,
  rule,
  agreement,
  path,
  fix,
});
