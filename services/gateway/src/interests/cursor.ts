import { readCursor } from '@told/service';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id after which a page begins. Throws `invalid-request` for what is not the next of a page. */
export const readIdCursor = (cursor: string | undefined): string =>
  readCursor(cursor, ID)?.[0] ?? FIRST_ID;

/** What is asked of a list that is read page by page; `what` it lists. */
export const pageQuery = (what: string) =>
  ({
    cursor: { type: 'string', maxLength: 200, description: 'From the page before: `next`.' },
    limit: { type: 'integer', minimum: 1, maximum: 1000, description: `${what} a page; 100.` },
  }) as const;

/** What it answers: a page of `items`. */
export const pageAnswer = (items: object) =>
  ({
    description: 'A page.',
    type: 'object',
    properties: {
      items: { type: 'array', items },
      next: { type: ['string', 'null'], description: 'Cursor of the next page.' },
    },
  }) as const;
