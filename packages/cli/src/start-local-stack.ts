import { type Stack, type StackOptions, startStack } from '@told/stack';
import type { Printer } from './print.ts';

const STEPS: Readonly<Record<string, string>> = {
  postgres: 'PostgreSQL',
  databases: 'databases and migrations',
  topics: 'topics',
  registry: 'schema registry',
  issuer: 'development issuer',
  services: 'services',
};

/** Starts the stack and says what it is doing. */
export async function startLocalStack(
  options: Omit<StackOptions, 'onProgress'> & { readonly printer: Printer },
): Promise<Stack> {
  const { printer, ...rest } = options;
  const startedMs = performance.now();
  const stack = await startStack({
    ...rest,
    onProgress: (step, durationMs) => {
      const took = `${(durationMs / 1000).toFixed(1)} s`;
      printer.note(`  ${printer.style('green', '✓')} ${(STEPS[step] ?? step).padEnd(26)} ${took}`);
    },
  });
  printer.note(`  ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
  return stack;
}
