/** What intake answers when values are revealed. */
export interface Revealed {
  readonly fact: string;
  /** Null: they were erased, and nothing can bring them back. */
  readonly values: Readonly<Record<string, unknown>> | null;
}

export interface ShownValues {
  readonly isErased: boolean;
  readonly rows: readonly { readonly field: string; readonly value: string }[];
}

/** Fields that were told, each in one line. Pure. */
export const describeValues = ({ values }: Revealed): ShownValues => ({
  isErased: values === null,
  rows: Object.entries(values ?? {})
    .filter(([, value]) => value !== null)
    .map(([field, value]) => ({ field, value: sayValue(value) })),
});

function sayValue(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(sayValue).join(', ');
  return JSON.stringify(value);
}
