import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AreaKind, OpenedKind } from './fault-trial.ts';
import { PAIRED } from './instances.ts';

/** All that is to be had ready before an area of this kind starts. */
export function openKind(kind: AreaKind): OpenedKind {
  if (kind === 'small-disk') return openSmallDisk();
  return { stack: kind === 'paired' ? { instances: PAIRED } : {}, dispose: () => undefined };
}

/** Room for the cluster of a small area and its write-ahead log. */
const DISK = 'size=768m,mode=755';

/** PostgreSQL's folder is a disk of its own; the services' logs are on another one, as they should be. */
function openSmallDisk(): OpenedKind {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-area-test-'));
  fs.chmodSync(dir, 0o755); // PostgreSQL does not run as root; its own account must get in
  const disk = path.join(dir, 'postgres');
  fs.mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', DISK, 'tmpfs', disk]);
  return {
    stack: { dir },
    dispose() {
      execFileSync('umount', [disk]);
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
