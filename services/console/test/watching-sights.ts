import type { Page } from 'playwright-core';
import { DONE_REPLAY, REPLAY } from './watched-answers.ts';

/** A page as somebody sees it. */
export interface Sight {
  readonly name: string;
  readonly heading: string;
  show(page: Page): Promise<void>;
  /** What the services say or do just then. */
  readonly around?: readonly [begin: () => void, end: () => void];
  /** Its name in docs/. */
  readonly picture?: string;
}

/** The pages about the ledger, looks, reconciliation and replays, at this address. */
export function listWatchingSights(addressOf: (place: string) => string): readonly Sight[] {
  const at = (place: string) => async (page: Page) => void (await page.goto(addressOf(place)));
  const preview = (fill: (page: Page) => Promise<void>) => async (page: Page) => {
    await page.goto(addressOf('/replays/ask'));
    await fill(page);
    await page.getByRole('button', { name: 'Show what it would be about' }).click();
  };
  return [
    { name: 'the ledger', heading: 'The ledger', show: at('/ledger') },
    {
      name: 'what was checked of it',
      heading: 'What was checked holds',
      picture: 'verified',
      async show(page) {
        await page.goto(addressOf('/ledger'));
        await page.getByLabel('An entry to check').fill('7');
        await page.getByRole('button', { name: 'Verify the ledger' }).click();
      },
    },
    { name: 'an entry', heading: 'Entry 3 action', show: at('/ledger/entries/3') },
    {
      name: 'the entries',
      heading: 'Entries of the ledger',
      show: at('/entries'),
    },
    { name: 'who looked', heading: 'Who looked at what', show: at('/looks'), picture: 'looks' },
    {
      name: 'the reconciliation',
      heading: 'Does it add up?',
      show: at('/reconciliation'),
      picture: 'reconciliation',
    },
    {
      name: 'what does not add up',
      heading: 'What does not add up',
      show: at('/reconciliation/differences'),
    },
    { name: 'the replays', heading: 'Replays', show: at('/replays') },
    {
      name: 'asking for one without saying what',
      heading: 'Ask for a replay',
      show: preview(async () => undefined),
    },
    {
      name: 'what one would be about',
      heading: 'Check what it is about',
      show: preview(async (page) => {
        await page.getByLabel('Deliver again to one agency').check();
        await page.getByLabel('Recipient').selectOption('luton');
        await page.getByLabel('Why it is needed').fill('restored from a backup');
      }),
    },
    {
      name: 'one that waits for approval',
      heading: `Replay: Deliver again ${REPLAY}`,
      show: at(`/replays/${REPLAY}`),
      picture: 'replay',
    },
    {
      name: 'one that is done',
      heading: `Replay: Decide again, by the inputs of then ${DONE_REPLAY}`,
      show: at(`/replays/${DONE_REPLAY}`),
    },
  ];
}
