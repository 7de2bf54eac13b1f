import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { describeRun } from './describe-run.ts';
import { formatTrials } from './faults/format-trials.ts';
import { chooseTrials, FAULT_TRIALS } from './faults/list-trials.ts';
import { runTrials } from './faults/run-trials.ts';
import { formatSweep } from './format-sweep.ts';
import { isSound, sweepFailpoints } from './sweep-failpoints.ts';

const USAGE = `npm run faults -- list
npm run faults -- NAME…|all [--changes N] [--kafka] [--out FILE] [--logs DIR]
npm run faults -- sweep [--single] [--service NAME]… [--households N] [--changes N] [--kafka] [--out FILE]

Each trial does something to a running area under load, beside an undisturbed twin, and prints what became of it.
The sweep kills every service at every failpoint.
Ends with 0 when all survived and left the same tables; with 1 otherwise.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    single: { type: 'boolean', default: false },
    service: { type: 'string', multiple: true },
    households: { type: 'string', default: '120' },
    changes: { type: 'string' },
    kafka: { type: 'boolean', default: false },
    out: { type: 'string' },
    logs: { type: 'string' },
    'own-mounts': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [command] = positionals;
const logKind = values.kafka ? 'kafka' : 'embedded';
const onBus = { stack: { logKind } } as const;
const changes = values.changes === undefined ? undefined : Number(values.changes);

if (values.help) {
  process.stdout.write(USAGE);
} else if (command === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else if (command === 'list') {
  for (const { name, shows } of FAULT_TRIALS) process.stdout.write(`${name}\n  ${shows}\n`);
} else if (command === 'sweep') {
  await sweep();
} else if (!values['own-mounts'] && wantsOwnMounts() && isUnshareAllowed()) {
  const again = [...process.execArgv, ...process.argv.slice(1), '--own-mounts'];
  const { status } = spawnSync('unshare', ['-m', process.execPath, ...again], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  await tryFaults();
}

/** Some trial mounts something, and nobody else should see it. */
function wantsOwnMounts(): boolean {
  return chooseTrials(positionals).some(
    ({ obstacle }) => obstacle?.({ hasOwnMounts: false }) !== undefined,
  );
}

function isUnshareAllowed(): boolean {
  return process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;
}

async function tryFaults(): Promise<void> {
  const trials = chooseTrials(positionals);
  const tried = await runTrials(trials, {
    ...(changes === undefined ? {} : { changes }),
    ...(values.logs === undefined ? {} : { logsDir: values.logs }),
    ...onBus,
    place: { hasOwnMounts: values['own-mounts'] },
    onTried: ({ name, outcome, seconds, did, different }) =>
      process.stderr.write(
        `${[`${name} ${outcome} after ${seconds} s: ${did}`, ...different].join('\n')}\n`,
      ),
  });
  process.stdout.write(formatTrials(tried));
  const isOnBrokers = trials.every(({ area }) => area.includes('broker'));
  keep({ ...describeRun(isOnBrokers ? 'kafka' : logKind), tried });
  process.exitCode = tried.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

async function sweep(): Promise<void> {
  const swept = await sweepFailpoints({
    households: Number(values.households),
    changesAWave: changes ?? 60,
    isSingle: values.single,
    ...(values.service === undefined ? {} : { services: values.service }),
    ...onBus,
    onPoint: ({ service, name, hit }) =>
      process.stderr.write(`${service} ${hit ? 'died' : 'did NOT die'} at ${name}\n`),
  });
  process.stdout.write(formatSweep(swept));
  keep({ ...describeRun(logKind), ...swept });
  process.exitCode = isSound(swept) ? 0 : 1;
}

function keep(result: object): void {
  if (values.out !== undefined) {
    fs.writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
  }
}
