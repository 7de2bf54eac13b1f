import { readFileSync } from 'node:fs';
import path from 'node:path';
import avsc from 'avsc';
import type { RecordName } from '../src/index.ts';
import { createLocalSource, openCodecFrom, schemas } from '../src/index.ts';

/** Compares the codec with avsc alone, which frames nothing, checks nothing and leaves days as numbers. */
const RECORDS = 10_000;
const ROUNDS = 41;
const dir = path.join(import.meta.dirname, '../../../schemas/examples');

const withDays = (value: unknown): unknown => {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return Date.parse(value) / 86_400_000;
  }
  if (Array.isArray(value)) return value.map(withDays);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withDays(each)]));
};

const timeOf = async (run: () => unknown): Promise<number> => {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
};

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[times.length >> 1] as number;

/** Rounds alternate between the two, so that a busy machine slows both. */
async function compare(ours: () => unknown, bare: () => unknown) {
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const time = await timeOf(ours);
    ratios.push((await timeOf(bare)) / time);
    times.push(time);
  }
  return { ratio: median(ratios), perSecond: Math.round(RECORDS / (median(times) / 1_000)) };
}

for (const name of Object.keys(schemas) as RecordName[]) {
  const file = `${name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.json`;
  const example = JSON.parse(readFileSync(path.join(dir, file), 'utf8'));
  if (name === 'ClaimantChange') example.body = Buffer.alloc(60, 7);
  const codec = await openCodecFrom(createLocalSource(), [{ topic: 't', schema: name }]);
  const encode = codec.encoder(name, 't');
  const type = avsc.Type.forSchema(schemas[name] as never);
  const plain = withDays(example);
  const framed = Array.from({ length: RECORDS }, () => encode(example));
  const bare = Array.from({ length: RECORDS }, () => type.toBuffer(plain));
  const encoding = await compare(
    () => framed.map(() => encode(example)),
    () => bare.map(() => type.toBuffer(plain)),
  );
  const decoding = await compare(
    () => codec.decode(name, framed),
    () => bare.map((value) => type.fromBuffer(value)),
  );
  process.stdout.write(`${JSON.stringify({ name, encoding, decoding })}\n`);
}
