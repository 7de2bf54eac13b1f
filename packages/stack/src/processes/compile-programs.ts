import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { SERVICE_NODE_FLAGS } from './service-memory.ts';

/**
 * Has Node keep these programs compiled in a folder, unless it has one: each is run without a configuration, so that it loads all its modules
 * and ends by refusing. Five processes that start together would each strip the types of the same modules, and a process that did so holds
 * 25 MB for it as long as it lives.
 */
export async function compilePrograms(mains: readonly string[], folder: string): Promise<void> {
  if (fs.existsSync(folder)) return;
  for (const main of mains) {
    const child = spawn(process.execPath, [...SERVICE_NODE_FLAGS, main], {
      env: { NODE_COMPILE_CACHE: folder },
      stdio: 'ignore',
    });
    await once(child, 'exit');
  }
}
