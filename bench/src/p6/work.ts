import type { Kind, Places } from './agency-parts.ts';

/** What a contender of P6 is given: databases of its own, the first pair to warm up on. */
export type Work = {
  readonly kind: Kind;
  readonly warmUp: Part;
  readonly measured: Part;
  /** Where `WrittenTransaction[]` lies, for who does not decide. */
  readonly writesFile: string;
  /** Where the rows lie that are left, by table, for who copies them. */
  readonly copies: Readonly<Record<string, string>>;
};

type Part = Places & { readonly releases: number };
