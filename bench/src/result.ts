import fs from 'node:fs';
import path from 'node:path';
import type { Machine } from './measure/describe-machine.ts';
import type { CostSummary, Summary } from './measure/summarise.ts';

type Measured = {
  readonly id: string;
  readonly work: string;
  readonly product: string;
  readonly productRunsAs: string;
  readonly aim: number;
  readonly durability: string;
  readonly invariant: string;
  readonly machine: Machine;
  readonly commit: string;
};

/** What a file of bench/results holds: the product against one peer, measured in one run. */
export type Result = Measured & Summary & { readonly peer: string; readonly peerRunsAs: string };

/** The same without a peer: what one record costs. */
export type CostResult = Measured & CostSummary & { readonly unit: string };

export function writeResult(dir: string, result: Result | CostResult): void {
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, `${result.id}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

/** All results there are, by id: P3 before P3-java before P11. */
export function readResults(dir: string): readonly (Result | CostResult)[] {
  return fs
    .readdirSync(dir)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(fs.readFileSync(path.join(dir, file), 'utf8')) as Result | CostResult)
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}
