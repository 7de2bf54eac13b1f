import process from 'node:process';
import {
  type KeepRunning,
  keepRunning,
  type Stack,
  type StackOptions,
  startStack,
} from '@told/stack';
import { type Interruption, watchInterruption } from './interruption.ts';
import { prepareFolder } from './prepare-folder.ts';
import type { Printer } from './print.ts';

const STEPS: Readonly<Record<string, string>> = {
  postgres: 'PostgreSQL',
  kafka: 'Kafka',
  databases: 'databases and migrations',
  topics: 'topics',
  registry: 'schema registry',
  issuer: 'development issuer',
  services: 'services',
};

export type LocalStackOptions = Omit<StackOptions, 'onProgress' | 'onNote' | 'onWarning'> & {
  readonly printer: Printer;
};

/**
 * Starts the stack, says what it is doing, and runs `use` on it. However that ends, also by Ctrl-C while it starts, everything is
 * stopped. Throws what start or use throw; CliError `interrupted` after a signal.
 */
export async function withLocalStack(
  options: LocalStackOptions,
  use: (stack: Stack, interruption: Interruption) => Promise<void>,
): Promise<void> {
  const { printer } = options;
  prepareFolder(options.dir);
  let isStarting = true;
  const interruption = watchInterruption(process, (isFirst) =>
    printer.note(describeStopping(isFirst, isStarting)),
  );
  try {
    const stack = await start(options);
    isStarting = false;
    const keeping = keepServices(stack, printer);
    try {
      interruption.check();
      await interruption.during(use(stack, interruption));
    } finally {
      await keeping.stop();
      await stack.stop();
    }
  } finally {
    interruption.end();
  }
}

function describeStopping(isFirst: boolean, isStarting: boolean): string {
  if (!isFirst) return 'still stopping …';
  return isStarting ? '\nstopping, as soon as what is being started can be …' : '\nstopping …';
}

async function start({ printer, ...options }: LocalStackOptions): Promise<Stack> {
  const startedMs = performance.now();
  const stack = await startStack({
    ...options,
    onNote: (what) => printer.note(`    ${what} …`),
    onWarning: (what) =>
      printer.note(`  ${printer.style('yellow', '!')} ${printer.style('bold', what)}`),
    onProgress: (step, durationMs) => {
      const took = `${(durationMs / 1000).toFixed(1)} s`;
      printer.note(`  ${printer.style('green', '✓')} ${(STEPS[step] ?? step).padEnd(26)} ${took}`);
    },
  });
  printer.note(`  ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  printer.note(describeUsers(stack));
  return stack;
}

/** A service that ends unasked is started again, and both are said: whoever waits for it would not know why. */
function keepServices(stack: Stack, printer: Printer): KeepRunning {
  return keepRunning(
    Object.keys(stack.services).map((name) => stack.service(name)),
    {
      onEnded: ({ name, log }, how, againInMs) =>
        printer.note(
          `  ${printer.style('yellow', '!')} ${name} has ended (${how}), and is started again in ${againInMs / 1000} s; its log: ${log}`,
        ),
      onBack: ({ name }) => printer.note(`  ${printer.style('green', '✓')} ${name} is back`),
    },
  );
}

/** Who is who on a secured log; nothing on any other. */
function describeUsers({ log }: Stack): string {
  if (log.kind !== 'kafka' || !log.login || !log.users) return '';
  const users = Object.keys(log.users).join(', ');
  return `  Kafka is secured: over TLS, as ${users}, each with its own rights; as ${log.login.username} here\n`;
}
