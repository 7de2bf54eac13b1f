import { schemas } from './generated/schemas.ts';
import { FACTS, type Fact } from './generated/types.ts';

interface FieldShape {
  readonly name: string;
  readonly required?: boolean;
}

/** The facts of a change's body, each with its fields, as the schemas have them. */
const fieldsByFact = new Map(
  (
    schemas.ChangeBody['fields'] as readonly {
      readonly name: string;
      readonly type: readonly [null, { readonly fields: readonly FieldShape[] }];
    }[]
  ).map(({ name, type: [, record] }) => [name, record.fields]),
);

const namesOf = (fact: Fact, wanted: (field: FieldShape) => boolean): readonly string[] =>
  (fieldsByFact.get(fact) ?? []).filter(wanted).map(({ name }) => name);

const ofEachFact = <T>(value: (fact: Fact) => T): Readonly<Record<Fact, T>> =>
  Object.fromEntries(FACTS.map((fact) => [fact, value(fact)])) as Record<Fact, T>;

/** Facts that tell of births and deaths: with them `dutyDischarged` may travel, and an agreement gives it as one more field. */
const DUTY_FACTS: readonly Fact[] = ['household', 'death'];

/** Fact → the names of its fields, from the schemas: `income` → `who`, `kind`, …; what an agreement may give. */
export const factFields: Readonly<Record<string, readonly string[]>> = ofEachFact((fact) => [
  ...namesOf(fact, () => true),
  ...(DUTY_FACTS.includes(fact) ? ['dutyDischarged'] : []),
]);

/** What a new or corrected fact must carry to be of use to anyone: the attribute `required` of schemas/facts. */
export const requiredFields = ofEachFact((fact) =>
  namesOf(fact, ({ required }) => required === true),
);

/** No fact told: what a body begins with, so that a fact that is added later is left out by itself. */
export const NO_FACTS = ofEachFact(() => null);
