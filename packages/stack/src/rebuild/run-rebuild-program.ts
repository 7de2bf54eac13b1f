import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readStackConfig } from '../config.ts';
import { SERVICE_MALLOC, SERVICE_NODE_FLAGS } from '../processes/service-memory.ts';
import { CHECK_NODE, SERVICES } from '../repository.ts';
import { COMPILED, type ServiceDefinition } from '../stack/service-list.ts';

export type RebuildProgram = {
  readonly service: ServiceDefinition;
  readonly databaseUrl: string;
  readonly registryUrl: string;
  /** Undefined: only for a preview. */
  readonly scratchUrl: string | undefined;
  readonly isPreview: boolean;
  /** Each line that it writes, as JSON. */
  readonly onLine: (line: unknown) => void;
};

/** The end of what it said when it failed. */
const ERROR_CHARS_MAX = 4_000;

/**
 * Runs the rebuild of an office: its rules are its service's own, and so is the program. Answers its exit code, undefined when it was killed, and
 * the end of what it wrote to stderr.
 */
export async function runRebuildProgram(
  program: RebuildProgram,
): Promise<{ readonly code: number | undefined; readonly errors: string }> {
  const { service, databaseUrl, registryUrl, scratchUrl, isPreview, onLine } = program;
  const file = path.join(SERVICES, service.folder, 'src/rebuild.ts');
  const flags = [...SERVICE_NODE_FLAGS.roomy, '--import', CHECK_NODE];
  const child = spawn(process.execPath, [...flags, file, ...(isPreview ? ['--preview'] : [])], {
    env: {
      ...SERVICE_MALLOC,
      PATH: readStackConfig().path,
      TZ: 'UTC',
      NODE_COMPILE_CACHE: COMPILED,
      TOLD_AGENCY: service.clientId,
      TOLD_DATABASE_URL: databaseUrl,
      TOLD_REGISTRY_URL: registryUrl,
      ...(scratchUrl !== undefined && { TOLD_SCRATCH_URL: scratchUrl }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(-ERROR_CHARS_MAX);
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  for await (const line of createInterface({ input: child.stdout })) onLine(JSON.parse(line));
  const [code] = await ended;
  return { code: code ?? undefined, errors };
}
