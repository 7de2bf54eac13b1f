import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SERVICES } from '../repository.ts';
import { listPrograms, SERVICE_LIST } from '../stack/service-list.ts';
import { compilePrograms } from './compile-programs.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-compile-test-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

test('programs are compiled once, also those that refuse to run', async () => {
  const runs = path.join(dir, 'runs');
  const main = path.join(dir, 'program.ts');
  fs.writeFileSync(
    main,
    `import fs from 'node:fs';
     fs.appendFileSync(${JSON.stringify(runs)}, 'run\\n' as string);
     process.exit(78);`,
  );
  const folder = path.join(dir, 'compiled');
  const program = { main, heap: 'lean' } as const;
  await compilePrograms([program, program], folder);
  const kept = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  expect(kept.some((one) => one.isFile())).toBe(true);
  await compilePrograms([program], folder);
  expect(fs.readFileSync(runs, 'utf8')).toBe('run\nrun\n');
});

test('what a service does in a thread of its own is compiled as the service is', () => {
  const programs = listPrograms(SERVICE_LIST);
  const told = programs.map(({ main, heap }) => `${path.relative(SERVICES, main)} ${heap}`);
  expect(told).toContain('gateway/src/engine.ts roomy');
});
