import { SERVICE_LIST, type ServiceProcess, type Stack } from '@told/stack';
import { type Area, openArea } from '../../load/area.ts';

/** Which of a service's two processes. */
export type InstanceNumber = 1 | 2;

/** Every service as two processes. */
export const PAIRED: Readonly<Record<string, number>> = Object.fromEntries(
  SERVICE_LIST.map(({ name }) => [name, 2]),
);

export const otherOf = (number: InstanceNumber): InstanceNumber => (number === 1 ? 2 : 1);

export const instanceOf = (stack: Stack, service: string, number: InstanceNumber): ServiceProcess =>
  stack.service(number === 1 ? service : `${service}-${number}`);

/** The area as those see it whom a balancer sends to these instances. */
export function doorsOf(stack: Stack, choose: (service: string) => InstanceNumber): Area {
  const services = SERVICE_LIST.map(({ name }) => [
    name,
    { url: instanceOf(stack, name, choose(name)).url },
  ]);
  return openArea({ ...stack, services: Object.fromEntries(services) });
}
