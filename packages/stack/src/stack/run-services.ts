import { type ServiceProcess, startService } from '../processes/service-process.ts';
import { CHECK_NODE } from '../repository.ts';
import type { Ground } from './ground.ts';
import {
  describeEnvironment,
  locateMain,
  type ProgramDefinition,
  type Surroundings,
} from './service-list.ts';
import type { Undo } from './undo.ts';

export type RunOptions = {
  readonly surroundings: Surroundings & Pick<Ground, 'lock'>;
  /** Service → failpoint at which it kills itself. */
  readonly failpoints: Readonly<Record<string, string>>;
  readonly logDir: string;
  readonly undo: Undo;
  /** Those that run already; those that are started are added. */
  readonly processes: Map<string, ServiceProcess>;
};

/** All at once: they wait for each other by themselves. If one fails, the others are stopped and its error is thrown. */
export async function startServices(
  services: readonly ProgramDefinition[],
  options: RunOptions,
): Promise<void> {
  const started = new Map<string, ServiceProcess>();
  const record = (): void =>
    options.surroundings.lock.recordChildren(
      [...options.processes.values()].map((one) => one.pid()).filter((pid) => pid !== undefined),
    );
  const giveUp = new AbortController();
  const results = await Promise.allSettled(
    services.map(async (service) => {
      const running = await startService({
        ...describeProcess(service, options),
        signal: giveUp.signal,
      }).catch((error: unknown) => {
        giveUp.abort(error); // the others need not wait for what will not come
        throw error;
      });
      const kept: ServiceProcess = {
        ...running,
        async restart(env = {}, signal) {
          // A failpoint works once: the process that comes back must not die at the same place.
          await running.restart({ TOLD_FAILPOINT: '', ...env }, signal);
          record();
        },
      };
      started.set(service.name, kept);
      options.processes.set(service.name, kept);
    }),
  );
  options.undo.later(() => Promise.all([...started.values()].map((service) => service.stop())));
  record();
  if (results.some(({ status }) => status === 'rejected')) throw giveUp.signal.reason;
}

const describeProcess = (service: ProgramDefinition, options: RunOptions) => ({
  name: service.name,
  main: locateMain(service),
  heap: service.heap,
  preload: [CHECK_NODE],
  env: {
    ...describeEnvironment(service, options.surroundings),
    TOLD_FAILPOINT: options.failpoints[service.name] ?? '',
  },
  url: options.surroundings.urls.get(service.name) ?? '',
  logDir: options.logDir,
});
