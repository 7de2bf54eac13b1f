import { createIdTable } from '../compact/id-table.ts';
import type { Allowed, LoggedRelease } from '../history.ts';

/** Whether a release holds a field that its decision or its agreements do not give. */
export interface FieldCheck {
  /** The number of this list of fields. */
  remember(fields: readonly string[]): number;
  /** Says which field is beyond what was decided (a remembered list) or what the agreements give; undefined: none is. */
  findBeyond(
    decided: number,
    fields: readonly string[],
    basis: LoggedRelease['basis'],
  ): string | undefined;
}

/** A few hundred combinations make all the releases of an area: each is looked at once. */
const REMEMBERED_MAX = 10_000;

export function createFieldCheck(allowed: Allowed): FieldCheck {
  const lists = createIdTable();
  const answers = new Map<string, string | undefined>();

  const look = (
    decided: number,
    fields: readonly string[],
    basis: LoggedRelease['basis'],
  ): string | undefined => {
    const given = new Set(JSON.parse(lists.idOf(decided)) as readonly string[]);
    const agreed = basis.map(({ agreement, version }) => allowed(agreement, version));
    const beyond = fields.find(
      (field) => !given.has(field) || !agreed.some((names) => names?.has(field)),
    );
    return beyond === undefined
      ? undefined
      : `a release with the field ${beyond}, which nothing allows`;
  };

  return {
    remember: (fields) => lists.add(JSON.stringify(fields)),
    findBeyond(decided, fields, basis) {
      const agreements = basis.map(({ agreement, version }) => `${agreement}/${version}`);
      const name = JSON.stringify([decided, fields, agreements]);
      if (!answers.has(name)) {
        if (answers.size >= REMEMBERED_MAX) answers.clear();
        answers.set(name, look(decided, fields, basis));
      }
      return answers.get(name);
    },
  };
}
