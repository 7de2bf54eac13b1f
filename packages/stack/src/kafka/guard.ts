import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { ProcessIdentity } from '../processes/process-state.ts';

const PROGRAM = path.join(import.meta.dirname, 'kafka-guard.mjs');

export type Guard = {
  /** From now on these, and no others, are ended when this process is gone. */
  watch(identities: readonly ProcessIdentity[]): void;
  /** Nothing is watched any more. */
  release(): Promise<void>;
};

/** A process of its own that outlives this one for a moment, also when it is killed. */
export function startGuard(): Guard {
  const child = fork(PROGRAM, [], { detached: true, stdio: 'ignore', execArgv: [] });
  child.unref();
  child.channel?.unref(); // being guarded must not keep the process alive
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    watch: (identities) => void (child.connected && child.send(identities)),
    async release() {
      if (!running()) return;
      const ended = once(child, 'exit');
      child.ref();
      if (child.connected) child.send([], () => child.disconnect());
      await ended;
    },
  };
}
