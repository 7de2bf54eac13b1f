import fs from 'node:fs';
import path from 'node:path';
import {
  chooseRates,
  createFaultTally,
  describeHousehold,
  type FaultChoice,
  type FaultTally,
  generateChanges,
  type HouseholdSource,
  lineOf,
  openHouseholds,
} from '@told/testing';
import { createLineFile, during, type LineFile, type WrittenFile } from './line-file.ts';
import { describeFaults, MANIFEST, type Manifest } from './manifest.ts';

export interface PeopleOptions {
  readonly households: number;
  readonly changes: number;
  readonly seed: number;
  readonly first: number;
  readonly today: string;
  readonly faults: FaultChoice;
  readonly out: string;
}

/** `done` of `total`, told now and then. */
export type OnProgress = (what: string, done: number, total: number) => void;

const OFFICES = ['central-bedfordshire', 'luton', 'jobcentre'] as const;
/** JobCentre Plus charges no council tax. */
const FILES = {
  'central-bedfordshire': ['properties', 'cases', 'interests', 'changes'],
  luton: ['properties', 'cases', 'interests', 'changes'],
  jobcentre: ['cases', 'interests', 'changes'],
} as const;
const PROGRESS_EVERY = 10_000;

interface Writing {
  readonly options: PeopleOptions;
  readonly households: HouseholdSource & Iterable<ReturnType<HouseholdSource['at']> & object>;
  readonly tally: FaultTally;
  readonly files: ReadonlyMap<string, LineFile>;
  readonly onProgress: OnProgress;
}

/** Writes a set of people into a folder, file by office and route, line by line; the manifest comes last. Holds no more than a piece of each file. */
export async function writePeople(
  options: PeopleOptions,
  onProgress: OnProgress,
): Promise<Manifest> {
  const { seed, first, households: count } = options;
  const households = openHouseholds({ seed, first, households: count, faults: options.faults });
  const files = await openFiles(options.out);
  const tally = createFaultTally();
  const written: Record<string, WrittenFile> = {};
  const writing: Writing = { options, households, tally, files, onProgress };
  let refused: Readonly<Record<string, number>>;
  try {
    await writeHouseholds(writing);
    refused = await writeChanges(writing);
  } finally {
    for (const [name, file] of files) written[name] = await file.close();
  }
  const manifest: Manifest = {
    format: 'told-people/1',
    ...{ seed, first, today: options.today, households: count, changes: options.changes },
    faults: describeFaults(chooseRates(options.faults), tally.counts()),
    refused,
    files: written,
  };
  const target = path.join(options.out, MANIFEST);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await during(target, fs.promises.writeFile(target, text));
  return manifest;
}

async function openFiles(dir: string): Promise<ReadonlyMap<string, LineFile>> {
  const files = new Map<string, LineFile>();
  for (const office of OFFICES) {
    await during(office, fs.promises.mkdir(path.join(dir, office), { recursive: true }));
    for (const file of FILES[office]) {
      const name = `${office}/${file}.ndjson`;
      files.set(name, await createLineFile(path.join(dir, name)));
    }
  }
  return files;
}

function fileOf({ files }: Writing, agency: string, file: string): LineFile {
  const found = files.get(`${agency}/${file}.ndjson`);
  if (found === undefined) throw new TypeError(`${agency} has no file ${file}`);
  return found;
}

async function writeHouseholds(writing: Writing): Promise<void> {
  const { households, tally, onProgress } = writing;
  let done = 0;
  for (const household of households) {
    tally.add(household);
    for (const { agency, file, line } of describeHousehold(household)) {
      await fileOf(writing, agency, file).write(JSON.stringify(line));
    }
    done += 1;
    if (done % PROGRESS_EVERY === 0) onProgress('households', done, households.length);
  }
}

async function writeChanges(writing: Writing): Promise<Readonly<Record<string, number>>> {
  const { options, households, tally, onProgress } = writing;
  const { changes, seed, today, faults } = options;
  const refused: Record<string, number> = {};
  let done = 0;
  for (const one of generateChanges(households, { changes, seed, today, faults })) {
    const { drawn = [], faults: hit = [], refusedAs } = one;
    tally.add({ drawn, faults: hit });
    if (refusedAs !== undefined) refused[refusedAs] = (refused[refusedAs] ?? 0) + 1;
    await fileOf(writing, one.agency, 'changes').write(lineOf(one));
    done += 1;
    if (done % PROGRESS_EVERY === 0) onProgress('changes', done, changes);
  }
  return refused;
}
