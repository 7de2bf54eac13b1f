import { jsonSchemaFor } from '@told/codec';

export type Schema = Readonly<Record<string, unknown>>;
export type Properties = Readonly<Record<string, Schema>>;

/** As the events have it: £100 million, beyond which a figure is a slip of the pen. */
export const PENCE_MAX = 10_000_000_000;
export const LIST_MAX = 50;

/** Days that the calendar and the rules can both count with. */
export const DAY_PATTERN = '^(19|20)[0-9]{2}-';

export const text = (description: string, more: Schema = {}): Schema => ({
  type: 'string',
  description,
  ...more,
});
export const day = (description: string, example: string): Schema =>
  text(description, { format: 'date', pattern: DAY_PATTERN, examples: [example] });
export const count = (
  description: string,
  unit: string,
  minimum: number,
  maximum: number,
): Schema => ({
  type: 'integer',
  minimum,
  maximum,
  description,
  unit,
});
export const pence = (description: string, example: number): Schema => ({
  ...count(description, 'pence', 0, PENCE_MAX),
  examples: [example],
});
export const flag = (description: string): Schema => ({ type: 'boolean', description });
export const one = (description: string, values: readonly string[], example: string): Schema =>
  text(description, { enum: values, examples: [example] });
export const record = (
  description: string,
  required: readonly string[],
  properties: Properties,
) => ({
  type: 'object',
  description,
  additionalProperties: false,
  required,
  properties,
});
export const list = (description: string, items: Schema, maxItems = LIST_MAX): Schema => ({
  type: 'array',
  description,
  maxItems,
  items,
});

export const submitted = jsonSchemaFor('SubmittedChange')['properties'] as Readonly<
  Record<string, { readonly properties: Readonly<Record<string, Schema>> } & Schema>
>;

/** The words of a closed list as the events have it. */
export function wordsOf(fact: string, field: string): readonly string[] {
  const values = submitted[fact]?.properties[field]?.['enum'] as readonly (string | null)[];
  return values.filter((value) => value !== null);
}
