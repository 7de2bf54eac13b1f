// Plain JavaScript on purpose: what it keeps is how Node read TypeScript, and Node loads what it reads that with only where something is not kept.
import module from 'node:module';
import path from 'node:path';

// Half of the time that a short command takes, and 25 MB for as long as a long one runs.
module.enableCompileCache(
  path.join(import.meta.dirname, '../node_modules/.cache/told-once/commands'),
);
