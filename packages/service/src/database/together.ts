/**
 * Awaits what was begun together in one transaction. Rejects with the first failure, once nothing of it is under way any more: a part
 * that goes on would ask for its next statement after the rollback.
 */
export async function together<const T extends readonly unknown[]>(
  parts: T,
): Promise<{ readonly [P in keyof T]: Awaited<T[P]> }> {
  let failure: { readonly error: unknown } | undefined;
  const answers = await Promise.all(
    parts.map(async (part) => {
      try {
        return await part;
      } catch (error) {
        failure ??= { error };
        return undefined;
      }
    }),
  );
  if (failure !== undefined) throw failure.error;
  return answers as { readonly [P in keyof T]: Awaited<T[P]> };
}
