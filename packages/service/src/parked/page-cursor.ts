import { problem } from '../http/problems.ts';

/** A page of the rows found, of which one more was asked for than the page holds. The cursor is the last place, unreadable on purpose. */
export function cutPage<T>(
  found: readonly T[],
  limit: number,
  placeOf: (item: T) => readonly string[],
): { readonly items: readonly T[]; readonly next: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || last === undefined) return { items, next: null };
  return { items, next: Buffer.from(placeOf(last).join(' ')).toString('base64url') };
}

/** The place after which a page begins; null: from the first. Throws `invalid-request` for what is not the next of a page. */
export function readCursor(cursor: string | undefined, pattern: RegExp): readonly string[] | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (pattern.test(text)) return text.split(' ');
  throw problem('invalid-request', {
    errors: [{ pointer: '/query/cursor', code: 'pattern', detail: 'must be the next of a page' }],
  });
}
