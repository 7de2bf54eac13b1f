import fs from 'node:fs';

const CHUNKS = [1024 * 1024, 4096].map((bytes) => Buffer.alloc(bytes));

/** Takes all the room that there is. */
export function fillUp(file: string): void {
  const descriptor = fs.openSync(file, 'a');
  try {
    for (const chunk of CHUNKS) while (hasTaken(descriptor, chunk));
  } finally {
    fs.closeSync(descriptor);
  }
}

function hasTaken(descriptor: number, chunk: Buffer): boolean {
  try {
    return fs.writeSync(descriptor, chunk) === chunk.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
