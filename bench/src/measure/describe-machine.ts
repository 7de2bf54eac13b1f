import os from 'node:os';

/** What a reader needs to judge a figure; nothing that tells whose machine it was. */
export type Machine = {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGib: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
};

export function describeMachine(versions: Readonly<Record<string, string>>): Machine {
  const cpus = os.cpus();
  return {
    cores: os.availableParallelism(),
    cpu: (cpus[0]?.model ?? 'unknown').trim(),
    memoryGib: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.arch()}`,
    versions: { node: process.versions.node, ...versions },
  };
}
