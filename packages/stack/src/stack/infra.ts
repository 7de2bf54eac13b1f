import fs from 'node:fs';
import path from 'node:path';
import type { TopicSpec } from '@told/event-log';
import { parse } from 'yaml';
import { INFRA } from '../repository.ts';

type TopicsFile = {
  readonly partitions: number;
  readonly topics: readonly { readonly name: string; readonly retentionDays: number | null }[];
};

const DAY_MS = 24 * 60 * 60 * 1000;
/** Stands in a topic's name for each agency. */
const AGENCY = '<agency>';

/** Ids of all agencies under `infra/agencies`, in order. */
export function readAgencies(infra = INFRA): string[] {
  const dir = path.join(infra, 'agencies');
  return fs
    .readdirSync(dir)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => (parse(fs.readFileSync(path.join(dir, file), 'utf8')) as { id: string }).id)
    .sort();
}

/** The topics of `infra/topics.yaml`, one for each agency where the name says so. */
export function readTopics(agencies: readonly string[], infra = INFRA): TopicSpec[] {
  const file = parse(fs.readFileSync(path.join(infra, 'topics.yaml'), 'utf8')) as TopicsFile;
  return file.topics.flatMap(({ name, retentionDays }) => {
    const names = name.includes(AGENCY)
      ? agencies.map((agency) => name.replace(AGENCY, agency))
      : [name];
    return names.map((one) => ({
      name: one,
      partitions: file.partitions,
      retentionMs: retentionDays === null ? null : retentionDays * DAY_MS,
    }));
  });
}
