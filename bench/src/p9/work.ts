/** What a contender of P9 is given: databases of its own, the first to warm up on. */
export type Work = {
  readonly warmUp: Part;
  readonly measured: Part;
  /** Whether what is entered is to be read from records first. */
  readonly reads: boolean;
  /** Where `WrittenTransaction[]` lies, for who only writes. */
  readonly writesFile: string;
  /** A ledger of a million entries, for who proves; undefined: nothing is proved. */
  readonly large: { readonly url: string; readonly entries: number } | undefined;
};

export type Part = { readonly url: string; readonly changes: number };
