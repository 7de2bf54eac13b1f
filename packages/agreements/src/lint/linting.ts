import type { Agency } from '../agency-file.ts';
import type { Agreement, IsoDate } from '../agreement.ts';
import type { FactFields } from '../parse.ts';

export interface Linting {
  /** The day on which the agreements are looked at. */
  readonly on: IsoDate;
  readonly agencies: readonly Pick<Agency, 'id' | 'capacities' | 'reads'>[];
  /** Fact → its fields, as the schemas have them. */
  readonly facts: FactFields;
}

/** How findings name an agreement. */
export const nameOf = ({ id, version }: Agreement): string => `${id} ${version}`;
