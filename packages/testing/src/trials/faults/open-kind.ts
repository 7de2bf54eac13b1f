import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { takePort } from '@told/stack';
import { type FaultProxy, startFaultProxy } from '../../faults/fault-proxy.ts';
import type { AreaKind, OpenedKind } from './fault-trial.ts';
import { PAIRED } from './instances.ts';

/** All that is to be had ready before an area of this kind starts. */
export async function openKind(kind: AreaKind): Promise<OpenedKind> {
  switch (kind) {
    case 'single':
      return { stack: {}, dispose: async () => undefined };
    case 'paired':
      return { stack: { instances: PAIRED }, dispose: async () => undefined };
    case 'small-disk':
      return openSmallDisk('postgres');
    case 'brokers':
      return openBrokers();
    case 'small-broker-disk': {
      const disk = openSmallDisk('kafka/node-2');
      const brokers = await openBrokers();
      return {
        stack: { ...disk.stack, ...brokers.stack },
        async dispose() {
          await brokers.dispose();
          await disk.dispose();
        },
      };
    }
  }
}

/** Room for what a small area keeps, and for what its servers write ahead. */
const DISK = 'size=768m,mode=755';

/** A folder of the area is a disk of its own; the services' logs are on another one, as they should be. */
function openSmallDisk(folder: string): OpenedKind {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-area-test-'));
  fs.chmodSync(dir, 0o755); // PostgreSQL does not run as root; its own account must get in
  const disk = path.join(dir, folder);
  fs.mkdirSync(disk, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', DISK, 'tmpfs', disk]);
  return {
    stack: { dir },
    async dispose() {
      execFileSync('umount', [disk]);
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

const BROKERS = [1, 2, 3];

/** Three brokers that ask who comes; clients reach each by a line of its own, and brokers each other without. */
async function openBrokers(): Promise<OpenedKind> {
  const lines: FaultProxy[] = [];
  const ports: Record<string, number> = {};
  for (const id of BROKERS) {
    const port = await takePort();
    ports[`kafka-${id}`] = port;
    lines.push(await startFaultProxy({ to: { host: '127.0.0.1', port }, isOpaque: true }));
  }
  return {
    stack: {
      ...{ logKind: 'kafka', kafkaSource: 'java', kafkaNodes: 3, kafkaSecurity: 'secured' },
      ...{ ports, kafkaAdvertisedPorts: lines.map(({ port }) => port) },
    },
    lines,
    dispose: async () => void (await Promise.all(lines.map((line) => line.close()))),
  };
}
