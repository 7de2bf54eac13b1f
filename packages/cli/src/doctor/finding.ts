/** One line of the doctor's table. */
export interface Finding {
  readonly ok: boolean;
  readonly part: string;
  readonly state: string;
  /** What to do about it, when it is red. */
  readonly fix?: string;
}

/** Runs a check; one that throws is red, with the error's code as its state. */
export async function examine(
  part: string,
  fix: string,
  check: () => Promise<Omit<Finding, 'part'>>,
): Promise<Finding> {
  try {
    return { part, ...(await check()) };
  } catch (error) {
    const code =
      error instanceof Error && 'code' in error ? String(error.code) : (error as Error).name;
    return { ok: false, part, state: `does not answer (${code})`, fix };
  }
}
