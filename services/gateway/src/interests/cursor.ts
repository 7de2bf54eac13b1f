import { problem } from '@told/service';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The id after which a page begins. Throws `invalid-request` for what is not the next of a page. */
export function readCursor(cursor: string | undefined): string {
  if (cursor === undefined) return FIRST_ID;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw problem('invalid-request', {
    errors: [{ pointer: '/query/cursor', code: 'pattern', detail: 'must be the next of a page' }],
  });
}

/** A page of the rows found, of which one more was asked for than the page holds. */
export function cutPage<T>(
  found: readonly T[],
  limit: number,
  idOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = found.length > limit && last !== undefined ? idOf(last) : null;
  return { items, next: next === null ? null : Buffer.from(next).toString('base64url') };
}
