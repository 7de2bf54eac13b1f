import type { BenefitCase, Fact, IsoDate, Scheme } from '@told/benefits';
import { createValidator } from '@told/service';
import { CliError } from '../exit-codes.ts';
import type { CaseFault } from './case-fault.ts';
import { CASE_SCHEMA } from './case-schema.ts';
import { openCase } from './open-case.ts';
import type { PlainCase } from './plain-case.ts';

type Validate = ReturnType<typeof createValidator>;
let compiled: Validate | undefined;

/** Compiled when a case is read, and not at every start of the program. */
function findBroken(json: unknown): ReturnType<Validate> {
  compiled ??= createValidator(CASE_SCHEMA);
  return compiled(json);
}

/** A case for a scheme, from the JSON that a person typed. Throws CliError `refused` that names every wrong field and no value. */
export function readCase(
  json: unknown,
  scheme: Scheme,
  askedOn: IsoDate | null = null,
): { readonly benefitCase: BenefitCase; readonly facts: readonly Fact[] } {
  const broken = findBroken(json);
  if (broken.length > 0) {
    throw refuse(broken.map((one) => ({ ...one, detail: one.detail ?? one.code })));
  }
  const opened = openCase(json as PlainCase, scheme, askedOn);
  if ('faults' in opened) throw refuse(opened.faults);
  return opened;
}

function refuse(errors: readonly CaseFault[]): CliError {
  const lines = errors.map(
    ({ pointer, code, detail }) => `  ${pointer || '(the whole case)'}: ${code}, ${detail}`,
  );
  const detail = 'the case cannot be assessed';
  return new CliError(
    'refused',
    [`${detail}:`, ...lines, 'Fields: docs/reference/benefit-case.md'].join('\n'),
    { code: 'invalid-case', detail, errors },
  );
}
