import fs from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { describeRun } from './describe-run.ts';
import { formatSweep } from './format-sweep.ts';
import { isSound, sweepFailpoints } from './sweep-failpoints.ts';

const USAGE = `npm run faults -- sweep [--single] [--service NAME]… [--households N] [--changes N] [--kafka] [--out FILE]

Kills every service at every failpoint under load, beside an undisturbed twin, and prints what became of each.
Ends with 0 when each was met, survived, and left the same tables; with 1 otherwise.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    single: { type: 'boolean', default: false },
    service: { type: 'string', multiple: true },
    households: { type: 'string', default: '120' },
    changes: { type: 'string', default: '60' },
    kafka: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});

if (positionals[0] !== 'sweep') {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const sweep = await sweepFailpoints({
    households: Number(values.households),
    changesAWave: Number(values.changes),
    isSingle: values.single,
    ...(values.service === undefined ? {} : { services: values.service }),
    ...(values.kafka ? { stack: { logKind: 'kafka' } } : {}),
    onPoint: ({ service, name, hit }) =>
      process.stderr.write(`${service} ${hit ? 'died' : 'did NOT die'} at ${name}\n`),
  });
  process.stdout.write(formatSweep(sweep));
  if (values.out !== undefined) {
    const result = { ...describeRun(values.kafka ? 'kafka' : 'embedded'), ...sweep };
    fs.writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
  }
  process.exitCode = isSound(sweep) ? 0 : 1;
}
