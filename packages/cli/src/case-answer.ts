/** A range of days with one weekly amount; `to` null: until further notice. */
export interface AwardRange {
  readonly from: string;
  readonly to: string | null;
  readonly weeklyPence: number;
  readonly lines?: readonly { readonly text: string; readonly amountPence?: number | null }[];
}

/** A case as its office's HTTP interface shows it; fields that are not printed are left out. */
export interface CaseAnswer {
  readonly record: { readonly caseReference: string; readonly revision: number };
  readonly award: {
    readonly scheme: string;
    readonly ranges: readonly AwardRange[];
    readonly toVerify: readonly OpenQuestion[];
  };
  readonly history: readonly {
    readonly businessDate: string;
    readonly fact: string;
    readonly kind: string;
    readonly reason: string | null;
    readonly sentence: string;
    readonly effectiveOn: string | null;
  }[];
}

/** Days on which a person must look instead of a number being given. */
export interface OpenQuestion {
  readonly from: string;
  readonly to: string | null;
  readonly reason: string;
  readonly detail: string;
}
