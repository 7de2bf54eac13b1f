import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AnsweringServices, openAnsweringServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

const ID = '1f0c2a34-9b7e-5c11-8d2e-0a1b2c3d4e5f';
const ENTRY = { kind: 'consent', at: 7, consentId: ID, version: 2 };
const ITEM = {
  ...{ releaseId: ID, releaseSequence: 4, agency: 'luton', fields: ['income.employer'] },
  ...{ state: 'told', toldAt: '2010-05-13T10:00:00.000Z', delivery: 'delivered', answer: null },
  ...{ silentHours: 30, entries: [{ kind: 'decision', changeId: ID, run: 1 }] },
};
const PROOF = {
  ...{ consentId: ID, recipient: 'luton', purpose: 'pre-filling-forms', on: '2010-05-12' },
  ...{ recordedBy: 'jobcentre', recordedAt: '2010-05-13T10:00:00.000Z', given: 300, unsent: 0 },
  ...{ kept: 0, answered: 0, silent: 300, silentSince: '2010-05-13T10:00:00.000Z' },
  ...{ isWhole: true, isAnswered: false, entry: ENTRY },
};

let services: AnsweringServices;
let items: readonly object[];
/** Entries that were found so far. */
let found: number;

beforeAll(async () => {
  services = await openAnsweringServices({
    services: ['gateway', 'audit'],
    clients: { auditor: ['consents:read', 'ledger:read'], luton: ['consents:read'] },
    answerTo(line) {
      if (line !== 'POST /v1/ledger/references') return { ...PROOF, items };
      const asked = services.asked().at(-1)?.body as { items: readonly object[] };
      return { items: asked.items.map(() => ({ ledgerId: 'told.example', index: found++ })) };
    },
  });
});
afterAll(() => services.close());
beforeEach(() => {
  services.forget();
  items = [ITEM];
  found = 40;
});

const prove = (as: string) =>
  runTold(['consents', 'proof', ID, '--as', as], { profile: services.profile });

describe('told consents proof', () => {
  test('shows who is silent since when, and which entries of the ledger stand for it', async () => {
    const { out } = await prove('auditor');
    expect(out).toMatch(/^ledger entry +told.example 40$/m);
    expect(out).toMatch(/^silent +300, since 2010-05-13T10:00:00.000Z$/m);
    expect(out).toMatch(
      / income.employer +told +2010-05-13T10:00:00.000Z +30 h +told.example 41$/m,
    );
    expect(services.asked()[1]).toEqual({
      ...{ line: 'POST /v1/ledger/references', body: { items: [ENTRY, ...ITEM.entries] } },
    });
  });

  test('asks the ledger nothing for whom it does not answer', async () => {
    const { out } = await prove('luton');
    expect(services.asked().map(({ line }) => line)).toEqual([
      `GET /v1/consents/${ID}/withdrawal-proof`,
    ]);
    expect(out).toMatch(/^ledger entry +–$/m);
  });

  test('asks for many in several questions, and keeps each with its release', async () => {
    items = Array.from({ length: 600 }, () => ITEM);
    const { out } = await prove('auditor');
    const sizes = services.asked().slice(1);
    expect(sizes.map(({ body }) => (body as { items: object[] }).items.length)).toEqual([500, 101]);
    expect(out.trimEnd()).toMatch(/told.example 640$/);
  });
});
