import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** One requirement of OWASP ASVS 5.0, how the product meets it, and the tests that show it. */
export type AsvsItem = {
  readonly id: string;
  /** The requirement in our words. */
  readonly asks: string;
  readonly state: 'met' | 'partly' | 'not-yet' | 'deployment';
  readonly how: string;
  /** File, and what the test or its group is called. */
  readonly tests: readonly (readonly [file: string, name: string])[];
};

export const readItems = (): readonly AsvsItem[] =>
  parse(fs.readFileSync(path.join(import.meta.dirname, 'items.yaml'), 'utf8')) as AsvsItem[];
