/** Of jest's tests, which name their files. */
export function takeInTurns<T extends { readonly path: string }>(tests: readonly T[]): readonly T[];
