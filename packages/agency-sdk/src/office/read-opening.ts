import { completeJson, jsonSchemaFor, type Person } from '@told/codec';
import { type IdentityMode, parseNino } from '@told/identity';
import { createValidator, type FieldError, type JsonSchema } from '@told/service';
import type { Claim, Opening } from './case-file.ts';
import type { Office } from './office.ts';

/** The JSON Schema of one case as it is opened: one line of POST /v1/cases/bulk. */
export function lineSchemaOf(office: Pick<Office, 'openingSchema'>): JsonSchema {
  const { openingSchema } = office;
  return {
    ...openingSchema,
    required: ['caseReference', 'person', ...((openingSchema['required'] as string[]) ?? [])],
    properties: {
      caseReference: {
        type: 'string',
        pattern: '^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$',
        description: "The office's own case reference.",
        examples: ['CTB-000123'],
      },
      person: {
        ...jsonSchemaFor('Person'),
        required: ['nino', 'surname', 'forename', 'birthDate'],
      },
      ...(openingSchema['properties'] as object),
    },
  };
}

export type ReadOpening =
  | { readonly ok: true; readonly claim: Claim }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Reads lines: schema, NINO, and the office's own rules; all faults at once. */
export function createOpeningReader(
  office: Office,
  mode: IdentityMode,
): (line: unknown) => ReadOpening {
  const schema = lineSchemaOf(office);
  const validate = createValidator(schema);
  return (line) => {
    const broken = validate(line);
    if (broken.length > 0) return { ok: false, errors: broken };
    const { caseReference, person, ...opening } = completeJson(schema, line) as Opening & {
      readonly caseReference: string;
      readonly person: Person;
    };
    const nino = parseNino(person.nino ?? '', mode);
    const claim: Claim = { caseReference, person, opening, revision: 0 };
    const errors: readonly FieldError[] = [
      ...(nino.ok ? [] : [{ pointer: '/person/nino', code: nino.code }]),
      ...(office.checkOpening?.(claim) ?? []),
    ];
    return errors.length > 0 ? { ok: false, errors } : { ok: true, claim };
  };
}
