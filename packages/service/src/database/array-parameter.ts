/** Needs no quotes within an array of PostgreSQL: nothing of it means anything there. */
const PLAIN = /^[\w.:+/@[\]-]+$/;
const NULL = /^null$/i;

/**
 * A parameter as it is handed to pg: an array of texts, numbers and truth values as PostgreSQL's own text of it, anything else as it is. pg
 * would quote every element, and look through each of them twice for what must be escaped: a third of what sending a batch costs.
 */
export function toParameter(value: unknown): unknown {
  return Array.isArray(value) ? (formatArray(value) ?? value) : value;
}

type Simple = string | number | bigint | boolean | null | undefined;

const isSimple = (item: unknown): item is Simple =>
  typeof item !== 'object' ? typeof item !== 'function' && typeof item !== 'symbol' : item === null;

/** Undefined: one of them is none of these. */
function formatArray(items: readonly unknown[]): string | undefined {
  let text = '{';
  let separator = '';
  // Much of what is told together says the same: a topic, a kind, a day.
  let last: Simple;
  let lastText = formatItem(last);
  for (const item of items) {
    if (item !== last) {
      if (!isSimple(item)) return undefined;
      last = item;
      lastText = formatItem(item);
    }
    text += separator;
    text += lastText;
    separator = ',';
  }
  return `${text}}`;
}

function formatItem(item: Simple): string {
  if (item === null || item === undefined) return 'NULL';
  if (typeof item !== 'string') return String(item);
  if (PLAIN.test(item) && !(item.length === 4 && NULL.test(item))) return item;
  const escaped = item.includes('\\') ? item.replaceAll('\\', '\\\\') : item;
  return `"${escaped.replaceAll('"', '\\"')}"`;
}
