import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startStack } from '@told/stack';
import { type Benchmark, InvariantError, type Measurement } from '../benchmark.ts';
import { ROOT } from '../places.ts';

const [AIM_DEMO_SECONDS, AIM_READY_SECONDS, AIM_COLD_SECONDS] = [20, 8, 15];
const MS_PER_SECOND = 1_000;
const DEMO_MS_MAX = 180_000;
/** The end of what it said before it failed. */
const ERROR_CHARS_MAX = 4_000;

/** A folder that PostgreSQL's own account may enter. */
function makeFolder(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-bench-'));
  fs.chmodSync(dir, 0o755);
  return dir;
}

async function startAndStop(dir: string): Promise<number> {
  const startedMs = performance.now();
  const stack = await startStack({ dir, logKind: 'embedded', logLevel: 'warn' });
  const readyMs = performance.now() - startedMs;
  await stack.stop();
  return readyMs / MS_PER_SECOND;
}

/** @throws InvariantError when the demo finds fault with what it did, or does not end */
async function runDemo(dir: string): Promise<number> {
  const startedMs = performance.now();
  const child = spawn('npm', ['run', '-s', 'demo', '--', '--once', '--json', '--dir', dir], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-ERROR_CHARS_MAX);
  });
  const timer = setTimeout(() => child.kill('SIGTERM'), DEMO_MS_MAX);
  await once(child, 'close');
  clearTimeout(timer);
  if (child.exitCode !== 0)
    throw new InvariantError({ exit: child.exitCode ?? -1, said: errors }, 'the demo ends well');
  return (performance.now() - startedMs) / MS_PER_SECOND;
}

async function measure(demoDir: string): Promise<Measurement> {
  const dir = makeFolder();
  try {
    const coldSeconds = await startAndStop(dir);
    const readySeconds = await startAndStop(dir);
    const seconds = await runDemo(demoDir);
    return {
      ...{ records: 1, seconds, figures: { coldSeconds, readySeconds } },
      ...{ clientCpuSeconds: undefined, brokerCpuSeconds: undefined },
    };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** What somebody waits for who tries it. */
export const P16: Benchmark = {
  id: 'P16',
  work: 'start: the demo from its command to its end, and the stack from nothing until every service is ready',
  async open(onProgress) {
    const demoDir = makeFolder();
    const close = async (): Promise<void> => fs.rmSync(demoDir, { recursive: true, force: true });
    try {
      onProgress(`the first demo on its folder took ${(await runDemo(demoDir)).toFixed(1)} s`);
    } catch (error) {
      await close();
      throw error;
    }
    return {
      product: { name: 'stack', measure: () => measure(demoDir) },
      productRunsAs:
        '`npm run demo -- --once` on a folder that has been used; startStack with all services and the embedded log on a folder that has been used (ready) and on a new one (cold), where databases and keys are made first; the machine’s file cache is warm',
      comparisons: [],
      costs: [
        {
          ...{ id: 'P16', unit: 's from command to end', aim: AIM_DEMO_SECONDS },
          costOfRecord: ({ seconds }) => seconds,
        },
        {
          ...{ id: 'P16-ready', unit: 's until ready', aim: AIM_READY_SECONDS },
          costOfRecord: ({ figures }) => figures?.['readySeconds'] ?? Number.NaN,
        },
        {
          ...{ id: 'P16-cold', unit: 's until ready, cold', aim: AIM_COLD_SECONDS },
          costOfRecord: ({ figures }) => figures?.['coldSeconds'] ?? Number.NaN,
        },
      ],
      durability: 'PostgreSQL with fsync on and synchronous_commit on, no replica',
      invariant:
        'every service ready; the demo finds 0 lost, 0 doubled, 0 out of order, 0 without basis',
      versions: {},
      close,
    };
  },
};
