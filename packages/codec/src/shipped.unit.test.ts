import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPlain, writeRecord } from '../test/open-record.ts';
import { recordArbitrary } from '../test/record-arbitrary.ts';
import type { AvroSchema } from './avro/compile-types.ts';
import type { RecordName } from './codec/open-codec.ts';
import { schemas } from './generated/schemas.ts';
import { subjectList } from './generated/subjects.ts';
import { findBreaks, type Level } from './registry/compatibility.ts';

/** The schemas of every version that was shipped, oldest first: record by record, without docs and examples. */
const DIR = path.join(import.meta.dirname, '../test/shipped');
const shipped = readdirSync(DIR)
  .sort()
  .map((file) => ({
    file,
    records: JSON.parse(readFileSync(path.join(DIR, file), 'utf8')) as Record<string, AvroSchema>,
  }));
const names = Object.keys(schemas) as RecordName[];
const versionsOf = (name: RecordName) =>
  shipped.flatMap(({ records }, index) => {
    const schema = records[name];
    return schema ? [{ version: index + 1, schema: JSON.stringify(schema) }] : [];
  });

describe.each(names)('%s and the versions of it that were shipped', (name) => {
  test('read each other, each field with its words and its unit', () => {
    const level = subjectList.compatibility as Level;
    expect(level).toBe('FULL_TRANSITIVE');
    expect(findBreaks(level, JSON.stringify(schemas[name]), versionsOf(name))).toEqual([]);
  });

  test('keep what was written: an old record reads the same, what is new in it is null', () => {
    for (const { records } of shipped) {
      const old = records[name];
      if (old === undefined) continue;
      const isBytes = (value: unknown) => value instanceof Uint8Array;
      fc.assert(
        fc.property(recordArbitrary(old), (value) => {
          const read = readPlain(schemas[name], old, writeRecord(old, value));
          const subset = (part: unknown, whole: unknown): void => {
            if (typeof part !== 'object' || part === null || isBytes(part)) {
              expect(whole).toEqual(isBytes(part) ? structuredClone(part) : part);
              return;
            }
            for (const [field, now] of Object.entries(whole as object)) {
              const was = (part as Record<string, unknown>)[field];
              if (was === undefined) expect(now).toBeNull();
              else subset(was, now);
            }
          };
          subset(value, read);
        }),
        { numRuns: 10 },
      );
    }
  });
});

test('what was shipped is not edited', () => {
  const digests = shipped.map(({ file, records }) => {
    return [file, createHash('sha256').update(JSON.stringify(records)).digest('hex')];
  });
  expect(digests).toEqual([
    ['0001-four-facts.json', 'b05f605fdb1292865e21bb4dd047748acb99c4ce4d2c894029dd56d8593d07ba'],
  ]);
});
