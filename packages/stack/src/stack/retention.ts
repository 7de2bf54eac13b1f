import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { INFRA } from '../repository.ts';

/** What ends a class of what is kept; `infra/retention.yaml` says what each means. */
export type RetentionEnd =
  | 'log'
  | 'relay'
  | 'operator'
  | 'run'
  | 'erasure'
  | 'job'
  | 'office'
  | 'never';

/** Tables by the migrations that make them. */
type TablesOf = Readonly<Record<string, readonly string[]>>;

export interface RetentionClass {
  readonly id: string;
  /** What is kept, in a sentence. */
  readonly holds: string;
  /** As `infra/topics.yaml` names them. */
  readonly topics: readonly string[];
  readonly tables: TablesOf;
  /** Null: for ever. */
  readonly keepDays: number | null;
  readonly ends: RetentionEnd;
  /** The law or the reason; what nobody has checked says so. */
  readonly source: string;
  readonly verified: boolean;
}

export interface Retention {
  readonly classes: readonly RetentionClass[];
  /** What holds nothing of anybody. */
  readonly nobody: { readonly topics: readonly string[]; readonly tables: TablesOf };
}

/** What `infra/retention.yaml` says. Its tests hold it to the topics and the migrations. */
export const readRetention = (infra = INFRA): Retention =>
  parse(fs.readFileSync(path.join(infra, 'retention.yaml'), 'utf8')) as Retention;
