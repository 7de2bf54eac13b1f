import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createFileKeys } from '../keys/file-keys.ts';
import type { KeyService } from '../keys/key-service.ts';

export interface TestKeys {
  readonly keys: KeyService;
  /** The key file. */
  readonly file: string;
  readonly masterKeyFile: string;
  /** Another process on the same file. */
  open(mayWrite: boolean): KeyService;
  /** While `work` runs, the file cannot be had. */
  whileAway<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** A key file of a test's own. */
export async function openTestKeys(): Promise<TestKeys> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-test-keys-'));
  const masterKeyFile = path.join(dir, 'master-key');
  fs.writeFileSync(masterKeyFile, randomBytes(32).toString('base64url'));
  const file = path.join(dir, 'keys', 'data-keys');
  const opened: KeyService[] = [];
  const open = (mayWrite: boolean): KeyService => {
    const keys = createFileKeys({ file, masterKeyFile, mayWrite });
    opened.push(keys);
    return keys;
  };
  const keys = open(true);
  await keys.storeId(true);
  return {
    ...{ keys, file, masterKeyFile, open },
    async whileAway(work) {
      fs.renameSync(file, `${file}.away`);
      try {
        return await work();
      } finally {
        fs.renameSync(`${file}.away`, file);
      }
    },
    close() {
      for (const one of opened) one.close();
      fs.rmSync(dir, { recursive: true });
    },
  };
}
