/** Tells what a fault test measured, beside its verdict. */
export function tellFigures(test: string, figures: Readonly<Record<string, unknown>>): void {
  process.stderr.write(`  ${test}: ${JSON.stringify(figures)}\n`);
}
