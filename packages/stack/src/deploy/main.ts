import process from 'node:process';
import { serializeError } from '@told/service';
import { prepareBus } from './prepare-bus.ts';
import { prepareServer } from './prepare-server.ts';

// What must be there before a service starts, as jobs: `node src/deploy/main.ts databases`, before the registry starts, and
// `bus`, once log and registry answer. Each may be run again, and then adds what is missing.
const STEPS: Readonly<Record<string, () => Promise<void>>> = {
  databases: prepareServer,
  bus: prepareBus,
};

const asked = process.argv[2] ?? '';
const step = Object.hasOwn(STEPS, asked) ? STEPS[asked] : undefined;
if (step === undefined) {
  process.stderr.write(`Usage: node src/deploy/main.ts ${Object.keys(STEPS).join('|')}\n`);
  process.exitCode = 64;
} else {
  await step().catch((error: unknown) => {
    process.stderr.write(`${asked} not prepared: ${JSON.stringify(serializeError(error))}\n`);
    process.exitCode = 1;
  });
}
