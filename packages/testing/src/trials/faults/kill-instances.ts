import { SERVICE_LIST, type ServiceProcess } from '@told/stack';
import { waitUntilQuiet } from '../../history/wait-until-quiet.ts';
import type { RunningArea } from '../start-area.ts';
import type { Load } from '../start-twins.ts';
import type { FaultTrial } from './fault-trial.ts';
import { doorsOf, type InstanceNumber, instanceOf, otherOf } from './instances.ts';

export const killInstances: FaultTrial = {
  name: 'instance-killed',
  shows:
    'Of two instances of every service one is killed, then the other: the one that is left does all the work alone.',
  area: 'paired',
  async run(tried, load) {
    for (const number of [1, 2] as const) await killEach(tried, load, number);
    return `SIGKILL of 1 of 2 instances of ${SERVICE_LIST.length} services, twice`;
  },
};

/** They stay dead until the others have done everything. */
async function killEach(
  { stack, area }: RunningArea,
  load: Load,
  number: InstanceNumber,
): Promise<void> {
  const through = doorsOf(stack, () => otherOf(number));
  const dying = SERVICE_LIST.map(({ name }) => instanceOf(stack, name, number));
  await load.tellNext(through);
  try {
    await Promise.all([load.tellNext(through), ...dying.map(kill)]);
    await load.tellNext(through);
    await waitUntilQuiet({ area });
  } finally {
    await Promise.all(dying.map((service) => service.restart()));
  }
}

async function kill(service: ServiceProcess): Promise<void> {
  service.kill('SIGKILL');
  await service.ended();
}
