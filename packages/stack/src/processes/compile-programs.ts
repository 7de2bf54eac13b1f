import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { type Heap, SERVICE_NODE_FLAGS } from './service-memory.ts';

/** What is compiled for one heap is of no use to another. */
export type Program = { readonly main: string; readonly heap: Heap };

/**
 * Has Node keep these programs compiled in a folder, unless it has one: each is run without a configuration, or outside the thread it is made for,
 * so that it loads all its modules and ends by refusing. Five processes that start together would each strip the types of the same modules, and a process that did so holds
 * 25 MB for it as long as it lives.
 */
export async function compilePrograms(programs: readonly Program[], folder: string): Promise<void> {
  if (fs.existsSync(folder)) return;
  for (const { main, heap } of programs) {
    const child = spawn(process.execPath, [...SERVICE_NODE_FLAGS[heap], main], {
      env: { NODE_COMPILE_CACHE: folder },
      stdio: 'ignore',
    });
    await once(child, 'exit');
  }
}
