/** What must be undone, last thing first; a start that fails half-way undoes what it did. */
export type Undo = {
  later(step: () => Promise<unknown> | unknown): void;
  /** Runs every step, also after one has failed; then throws the first failure. Once run, it is empty. */
  all(): Promise<void>;
};

export function createUndo(): Undo {
  const steps: (() => Promise<unknown> | unknown)[] = [];
  return {
    later: (step) => void steps.push(step),
    async all() {
      const failures: unknown[] = [];
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
