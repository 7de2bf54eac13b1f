import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { waitUntilQuiet } from '../../src/index.ts';
import { COUNCIL, type RunningArea, TIMEOUT_MS } from '../../src/trials/start-area.ts';
import { findIdentity, findMarks, type Place } from './marks.ts';
import { openBodies } from './open-bodies.ts';
import { readLogs, readMetrics, readRecords, readTables } from './read-places.ts';
import {
  BAD_DOORS,
  BAD_NOTICES,
  CASE,
  ERASURE,
  encodeSubmission,
  GOOD_DOORS,
  knock,
  NOTICES,
  SUBMISSIONS,
  write,
} from './tell-marked.ts';

const GARBAGE = Buffer.from('about Zzmarksurname, QQ778891A');
/** Headers that are nobody's business but their sender's. */
const FOREIGN = { surname: 'Zzmarksurname', traceparent: 'QQ778891A' };

/** Sends marked personal data through everything that a change can meet, and looks for it wherever it has no business to be. */
export function describeMarkedData(running: () => RunningArea): void {
  describe('marked personal data', () => {
    let refusals: Place[];
    let records: { readonly outside: readonly Place[]; readonly values: readonly Place[] };

    beforeAll(async () => {
      const area = running();
      for (const door of GOOD_DOORS) {
        const { status, text } = await knock(area, door);
        if (status >= 300) throw new Error(`${door.route} was refused: ${status} ${text}`);
      }
      refusals = [];
      for (const door of BAD_DOORS) {
        const { status, text } = await knock(area, door);
        refusals.push({ name: `${status} of ${door.service}${door.route.slice(0, 12)}`, text });
      }
      await waitUntilQuiet({ area: area.area });
      const value = await encodeSubmission(area, 'marked-bus', NOTICES[0] as object);
      const bad = await encodeSubmission(area, 'bad-bus', BAD_NOTICES[0] as object);
      const topics = [SUBMISSIONS, `told.outcomes.${COUNCIL}`, `told.releases.${COUNCIL}`];
      await write(area, {
        topic: SUBMISSIONS,
        key: 'JSA-MK',
        values: [value, bad],
        headers: FOREIGN,
      });
      for (const topic of topics) await write(area, { topic, key: CASE, values: [GARBAGE] });
      const again = { ...GOOD_DOORS[4], key: 'marked-parked' } as (typeof GOOD_DOORS)[number];
      expect((await knock(area, again)).status).toBeLessThan(300);
      await waitUntilQuiet({ area: area.area });
      records = await readRecords(area);
    }, TIMEOUT_MS);

    test('is found where it was told, and in what an agreement releases', () => {
      const found = findMarks(records.values);
      expect(found).toContain(`value in told.releases.${COUNCIL}: zzmark`);
      expect(findIdentity(records.values)).toContain(`value in ${SUBMISSIONS}: zzmarksurname`);
    });

    test('says who the person is in submissions alone', () => {
      const planted = [SUBMISSIONS, `told.outcomes.${COUNCIL}`, `told.releases.${COUNCIL}`];
      const written = GARBAGE.toString('latin1');
      const others = records.values.filter(
        ({ name, text }) => !(planted.includes(name.slice('value in '.length)) && text === written),
      );
      const elsewhere = others.filter(({ name }) => name !== `value in ${SUBMISSIONS}`);
      expect(findIdentity(elsewhere)).toEqual([]);
    });

    test('is in no record that carries no facts', () => {
      const factless =
        /told\.(changes|decisions|actions|interests|consents|suspensions|submission-results)/;
      const places = records.values.filter(({ name }) => factless.test(name));
      expect(new Set(places.map(({ name }) => name)).size).toBeGreaterThan(3);
      expect(findMarks(places)).toEqual([]);
    });

    test('is in no key or header but those that its sender wrote', () => {
      const own = `key or header in ${SUBMISSIONS}`;
      expect(findMarks(records.outside).filter((one) => !one.startsWith(own))).toEqual([]);
      expect(findMarks(records.outside)).toContain(`${own}: zzmarksurname`);
    });

    test('is in no answer that refuses it', () => {
      // A bulk route answers line by line, and refuses each.
      const taken = refusals.filter(
        ({ name, text }) => !name.startsWith('4') && !/refused/.test(text),
      );
      expect(taken).toEqual([]);
      expect(findMarks(refusals)).toEqual([]);
    });

    test('is in no log and no metric', async () => {
      const logs = readLogs(running().stack);
      const names = logs.map(({ name }) => path.basename(name));
      const server = running().stack.postgres.dir === undefined ? [] : ['postgres.log'];
      expect(names).toEqual(expect.arrayContaining(['intake.log', 'gateway.log', ...server]));
      expect(logs.find(({ name }) => name.endsWith('/intake.log'))?.text).toContain('submissions');
      expect(findMarks([...logs, ...(await readMetrics(running()))])).toEqual([]);
    });

    test('is in no dead letter, and who the person is in no table but where a record waits whole', async () => {
      const tables = await readTables(running());
      const letters = tables.filter(({ name }) => /dead_letter|parked_key/.test(name));
      expect(letters.map(({ text }) => text).join()).toContain('undecodable');
      expect(findMarks(letters)).toEqual([]);
      const others = tables.filter(({ name }) => !name.endsWith('/parked_record'));
      expect(findIdentity(others)).toEqual([]);
      // What waits whole is what an agency wrote; what intake and gateway keep of a change is sealed.
      const sealed = others.filter(({ name }) => /accepted_change|kept_change/.test(name));
      expect(sealed).toHaveLength(2);
      expect(findMarks(sealed)).toEqual([]);
    });

    test('opens nowhere once the person is erased, and whoever was given it is told', async () => {
      const area = running();
      const before = await openBodies(area);
      const { status, text } = await knock(area, ERASURE);
      expect({ status, text }).toMatchObject({ status: 200 });
      const [line = ''] = text.split('\n');
      const { state, inClear, changes, recipients } = JSON.parse(line);
      expect({ state, inClear }).toEqual({ state: 'done', inClear: 0 });
      expect(recipients).toContainEqual(expect.objectContaining({ agency: COUNCIL, void: 0 }));
      expect(await openBodies(area)).toEqual({
        ...(before['opened'] === changes ? {} : { opened: (before['opened'] ?? 0) - changes }),
        erased: changes,
      });
      await waitUntilQuiet({ area: area.area });
      const { values } = await readRecords(area);
      const erasing = values.filter(({ name }) => name === `value in told.releases.${COUNCIL}`);
      expect(erasing.length).toBeGreaterThan(
        records.values.filter(({ name }) => name === `value in told.releases.${COUNCIL}`).length,
      );
      // In clear where it is kept for a while, and at the offices; and where a submission that cannot be read waits whole.
      const kept = /told\.(releases|submissions|outcomes)\.|\/parked_record$/;
      const own = (await readTables(area)).filter(({ name }) => /^(intake|gateway)\//.test(name));
      const file = area.stack.keyFiles?.file ?? '';
      const keys = { name: 'key file', text: fs.readFileSync(file, 'latin1') };
      const places = [...values, ...own, ...readLogs(area.stack), keys];
      expect(findMarks(places.filter(({ name }) => !kept.test(name)))).toEqual([]);
    });
  });
}
