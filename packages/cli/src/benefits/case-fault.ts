/** What is wrong with one field of a case: its JSON pointer and the rule, never the value. */
export interface CaseFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Collects faults below a pointer. */
export interface FaultList {
  add(isWrong: boolean, pointer: string, code: string, detail: string): void;
  readonly faults: readonly CaseFault[];
}

export function listFaults(): FaultList {
  const faults: CaseFault[] = [];
  return {
    faults,
    add(isWrong, pointer, code, detail) {
      if (isWrong) faults.push({ pointer, code, detail });
    },
  };
}
