// `npm run build -w @told/ledger`: the verifier as one plain file, which an auditor can read and run without anything of ours.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { joinModules } from './join-modules.ts';

const ROOT = path.join(import.meta.dirname, '..');
const ENTRY = 'packages/ledger/src/verifier/main.ts';
const OUT = 'packages/ledger/src/generated/verify-ledger.mjs';
const HEAD = `#!/usr/bin/env node
// Told Once: checks an exported ledger with nothing but Node.js. Written from packages/ledger/src by \`npm run build -w @told/ledger\`; do not edit.
// SPDX-License-Identifier: Apache-2.0

`;

const text = HEAD + joinModules(ENTRY, (file) => fs.readFileSync(path.join(ROOT, file), 'utf8'));
// Where types stood there are gaps now, and auditors are to read this.
const formatted = execFileSync(
  path.join(ROOT, 'node_modules/.bin/biome'),
  ['format', '--stdin-file-path=verify-ledger.mjs'],
  { cwd: ROOT, input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] },
);
fs.mkdirSync(path.dirname(path.join(ROOT, OUT)), { recursive: true });
fs.writeFileSync(path.join(ROOT, OUT), formatted);
