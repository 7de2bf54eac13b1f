import fs from 'node:fs';
import { type Variable, variable } from './variables.ts';

/** The text of a file, read once: who changes the file starts the service again. */
export function pemFile(name: string, holds: 'CERTIFICATE' | 'PRIVATE KEY'): Variable<string> {
  return variable(name, `a readable PEM file with a ${holds.toLowerCase()}`, (file) => {
    const pem = readIfThere(file);
    return pem?.includes(`${holds}-----`) ? pem : undefined;
  });
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined; // the rule that it breaks says so
  }
}
