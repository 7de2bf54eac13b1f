/** What the product of P8 is given: an office that took releases, and an empty database with its tables; the first pair to warm up on. */
export type Work = { readonly warmUp: Part; readonly measured: Part };

export type Part = { readonly sourceUrl: string; readonly scratchUrl: string };
