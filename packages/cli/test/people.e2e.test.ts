import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changeIdOf } from '@told/identity';
import { openDatabase } from '@told/service';
import { type Stack, startStack } from '@told/stack';
import {
  openArea,
  readHistory,
  summariseHistory,
  waitForLedger,
  waitUntilQuiet,
} from '@told/testing';
import type { Manifest } from '../src/people/manifest.ts';
import { runTold, type Told } from './run-told.ts';

const INFRA = path.join(import.meta.dirname, '../../../infra');
const GUIDE = path.join(import.meta.dirname, '../../../docs/how-to/generate-people.md');
/** Every fault often, so that a small set has each of them many times. */
const OFTEN = [
  ...['ninoChanged', 'protectedAddress', 'crossBoundary', 'twins', 'sharedUprn', 'maidenName'],
  ...['birthDaySwapped', 'nickname', 'ninoSuffixMissing', 'duplicateClaim', 'outOfOrder'],
  ...['lateNotice', 'corrected', 'reencodedNotice', 'malformedLine'],
].flatMap((name) => ['--rate', `${name}=0.15`]);

let dir: string;
let stack: Stack;
let manifest: Manifest;

interface Sent {
  readonly lines: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: readonly { readonly line: number; readonly code: string }[];
}

/** Runs a command of the guide, as it stands there but for the size of the set. */
const run = (command: string, ...more: readonly string[]): Promise<Told> =>
  runTold(['--json', ...command.split(' '), ...more], { cwd: dir, profile: stack.stackFile });

/** The commands of the guide, in order. */
const listCommands = (): readonly string[] =>
  [...fs.readFileSync(GUIDE, 'utf8').matchAll(/^npm run -s told -- (.*)$/gm)].map(
    ([, command = '']) => command,
  );

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-people-test-'));
  fs.chmodSync(dir, 0o755); // PostgreSQL does not run as root; its own account must get in
  stack = await startStack({ dir: path.join(dir, 'stack'), fsync: false, logLevel: 'warn' });
});

afterAll(async () => {
  await stack?.stop();
  fs.rmSync(dir, { recursive: true });
});

/** So that each door takes some, and the other one knows them already. */
const doorOf = (send: string): 'bus' | 'http' => (send.includes('--as luton') ? 'bus' : 'http');

describe('the guide to people, with everything going wrong often', () => {
  const commands = listCommands();
  const sends = commands.filter((one) => one.startsWith('changes send'));
  const firstAnswers = new Map<string, Sent>();

  test('generates a set', async () => {
    const generate = commands.find((one) => one.startsWith('people generate')) ?? '';
    const small = generate.replace('1000', '200').replace('4000', '1200');
    expect((await run(small, ...OFTEN)).code).toBe(0);
    manifest = JSON.parse(fs.readFileSync(path.join(dir, 'people/manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ households: 200, changes: 1200 });
  });

  test('loads it, twice, and no route refuses a line', async () => {
    const load = commands.find((one) => one.startsWith('people load')) ?? '';
    for (const told of [await run(load), await run(load)]) {
      const { loaded } = told.document<{ loaded: Record<string, Sent> }>();
      expect([told.code, Object.values(loaded).flatMap(({ refused }) => refused)]).toEqual([0, []]);
      expect(Object.keys(loaded)).toHaveLength(8);
    }
  });

  test('tells the changes: refused is what the manifest says, and nothing else', async () => {
    const counts: Record<string, number> = {};
    const ids = new Set<string>();
    for (const send of sends) {
      const told = await run(send, '--through', doorOf(send));
      firstAnswers.set(send, told.document<Sent>());
      const { lines, accepted, duplicate, refused } = told.document<Sent>();
      expect(lines).toBe(accepted + duplicate + refused.length);
      for (const { code } of refused) counts[code] = (counts[code] ?? 0) + 1;
      const [, agency = '', file = ''] = /--as (\S+) --file (\S+)/.exec(send) ?? [];
      const bad = new Set(refused.map(({ line }) => line));
      const texts = fs.readFileSync(path.join(dir, file), 'utf8').trimEnd().split('\n');
      for (const text of texts.filter((_, index) => !bad.has(index + 1))) {
        const { idempotencyKey } = JSON.parse(text) as { readonly idempotencyKey: string };
        ids.add(changeIdOf(agency, idempotencyKey));
      }
    }
    expect(counts).toEqual(manifest.refused);
    const area = openArea(stack);
    await waitUntilQuiet({ area });
    const agreements = {
      agreementsDir: path.join(INFRA, 'agreements'),
      agreementSet: '2010' as const,
    };
    const history = await readHistory({ area, acknowledged: ids, ...agreements });
    const summary = await summariseHistory(history);
    expect(summary).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, withoutBasis: 0 });
    expect(summary.changes).toBeGreaterThanOrEqual(ids.size);
    expect(summary.decisions.hold).toBeGreaterThan(0);
    expect(summary.awardsChanged).toBeGreaterThan(0);
  });

  test('tells them again through the other door: the same lines are refused by the same rules, all others are told already', async () => {
    for (const send of sends) {
      const told = await run(send, '--through', doorOf(send) === 'bus' ? 'http' : 'bus');
      const { accepted, duplicate, refused } = firstAnswers.get(send) as Sent;
      expect(told.document<Sent>()).toMatchObject({ accepted: 0, refused });
      expect(told.document<Sent>().duplicate).toBe(accepted + duplicate);
    }
  });

  test('what was decided, released and answered fits, and the gateway has as many releases', async () => {
    await waitForLedger(openArea(stack));
    const told = await run('reconciliation --differences');
    type Report = {
      kinds: object;
      items: readonly (Record<string, number> & { agency: string })[];
    };
    const { kinds, items } = told.document<Report>();
    expect([told.code, kinds]).toEqual([0, {}]);
    for (const agency of ['central-bedfordshire', 'luton', 'jobcentre']) {
      const ours = items.filter((one) => one.agency === agency);
      const sum = ours.reduce(
        (all, { released = 0, trimmed = 0, takenBack = 0 }) => all + released + trimmed + takenBack,
        0,
      );
      const preview = await run(`replay preview redeliver --agency ${agency}`);
      expect(preview.document()).toMatchObject({ records: sum });
      expect(sum).toBeGreaterThan(0);
    }
  });

  test('its ledger is exported and sound, and a row tampered with or taken out is named', async () => {
    const standing = await waitForLedger(openArea(stack));
    const ask = async <T>(command: string): Promise<T> => {
      const told = await run(`ledger ${command}`);
      expect([command, told.code, told.err.includes('Error')]).toEqual([command, 0, false]);
      return told.document<T>();
    };
    const head = await ask<{ size: number; keys: string[] }>('head --out head.txt');
    expect(head.size).toBe(standing?.entries);
    await ask('export --out ledger.ndjson');
    const offline = `verify --bundle ledger.ndjson --key ${head.keys.join(' --key ')} --head head.txt`;
    expect(await ask(offline)).toMatchObject({ sound: true, entries: head.size, keptHeads: 1 });
    expect(await ask('verify --head head.txt')).toMatchObject({ sound: true, keysFrom: 'profile' });
    const table = await run('exports entries --kind decision --out decisions.csv');
    expect([table.code, fs.existsSync(path.join(dir, 'decisions.csv'))]).toEqual([0, true]);

    const db = openDatabase({ url: stack.adminUrl('audit'), name: 'test', max: 1 });
    const tamper = (name: string, text: string) => db.query({ name, text }, []);
    const findings = async (): Promise<readonly Record<string, unknown>[]> => {
      const told = await run('ledger verify --head head.txt');
      expect(told.code).toBe(4);
      return told.document<{ findings: readonly Record<string, unknown>[] }>().findings;
    };
    await tamper(
      'test_edit',
      `UPDATE entry SET text = replace(text, '"kind"', '"Kind"') WHERE index = 40`,
    );
    const [edited] = await findings();
    expect(edited?.['kind']).toBe('rewritten');
    expect(Number(edited?.['entry'])).toBeLessThanOrEqual(40);
    expect(Number(edited?.['last'])).toBeGreaterThanOrEqual(40);
    await tamper('test_delete', 'DELETE FROM entry WHERE index = 30');
    expect(await findings()).toMatchObject([{ kind: 'missing', entry: 30, last: 30 }]);
    await db.close();
  });
});
