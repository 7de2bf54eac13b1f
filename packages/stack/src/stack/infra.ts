import fs from 'node:fs';
import path from 'node:path';
import { type Agency, AgreementError, readAgencyFiles } from '@told/agreements';
import { factFields, nameTopics, subjectList } from '@told/codec';
import type { TopicSpec } from '@told/event-log';
import { parse } from 'yaml';
import { StackError } from '../errors.ts';
import { INFRA } from '../repository.ts';
import type { Members, TopicRule } from '../rights/list-rights.ts';

type TopicsFile = {
  readonly partitions: number;
  readonly topics: readonly (TopicRule & { readonly retentionDays: number | null })[];
};

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * All agencies of `infra/agencies`, in the order of their ids: whoever is joining or suspended has topics too. Throws StackError
 * `agencies-invalid` with every broken rule of every file.
 */
export async function readAgencies(infra = INFRA): Promise<readonly Agency[]> {
  const dir = path.join(infra, 'agencies');
  try {
    const agencies = await readAgencyFiles(dir, factFields);
    refuseNamesOfServices(agencies, dir);
    return agencies;
  } catch (error) {
    if (!(error instanceof AgreementError)) throw error;
    const broken = error.details.problems.map(
      ({ file, path: place, rule }) => `${file} ${place}: ${rule}`,
    );
    throw new StackError('agencies-invalid', { dir, broken: broken.join('; ') }, error);
  }
}

/** Kafka's own user among brokers; those of the bus begin with the second. */
const USERS_TAKEN = /^(broker$|told-)/;

/** Whose action a record is, its topic alone says; and an agency's user of the log is its id. */
function refuseNamesOfServices(agencies: readonly Agency[], dir: string): void {
  const taken = agencies.find(
    ({ id }) => subjectList.services.includes(id) || USERS_TAKEN.test(id),
  );
  if (taken === undefined) return;
  const broken = `${taken.id}.yaml id: a service or user of the bus has this name`;
  throw new StackError('agencies-invalid', { dir, broken });
}

/** The text of an agency's file, as it was reviewed. */
export const readAgencyFile = (agency: string, infra = INFRA): string =>
  fs.readFileSync(path.join(infra, 'agencies', `${agency}.yaml`), 'utf8');

/** The topics of `infra/topics.yaml`, one for each agency or origin where the name says so. */
export function readTopics(agencies: readonly Pick<Agency, 'id'>[], infra = INFRA): TopicSpec[] {
  const file = readTopicsFile(infra);
  return file.topics.flatMap(({ name, retentionDays }) => {
    const names = nameTopics(
      name,
      agencies.map(({ id }) => id),
    );
    return names.map((one) => ({
      name: one,
      partitions: file.partitions,
      retentionMs: retentionDays === null ? null : retentionDays * DAY_MS,
    }));
  });
}

/** Who writes and who reads each topic of `infra/topics.yaml`. */
export const readTopicRules = (infra = INFRA): readonly TopicRule[] => readTopicsFile(infra).topics;

/** Every agency of `infra/agencies` and every service. Throws as `readAgencies` does. */
export async function readMembers(infra = INFRA): Promise<Members> {
  const agencies = await readAgencies(infra);
  return { agencies: agencies.map(({ id }) => id), services: subjectList.services };
}

const readTopicsFile = (infra: string): TopicsFile =>
  parse(fs.readFileSync(path.join(infra, 'topics.yaml'), 'utf8')) as TopicsFile;
