import { isCollection, isMap, isPair, parseDocument } from 'yaml';

/** An agreement nests four levels; what is deeper is no agreement. */
const DEPTH_MAX = 8;
const BYTES_MAX = 65_536;

/** What a reviewer could not read at a glance is refused, before anything is built of it. */
export const DOCUMENT_RULES = {
  size: `must have at most ${BYTES_MAX} bytes`,
  depth: `must nest at most ${DEPTH_MAX} levels`,
  form: 'must be one YAML 1.2 document without aliases, unknown tags and repeated keys',
} as const;

/**
 * Reads a reviewed file as plain values, or says which rule it breaks. Aliases are refused: a reviewer must see each field where it is
 * granted, and a small file must stay small. So is a depth on which whoever walks it could exhaust the stack; the parser stops before that.
 */
export function parseReviewed(
  content: Buffer,
):
  | { readonly document: unknown }
  | { readonly broken: keyof typeof DOCUMENT_RULES; readonly cause?: unknown } {
  if (content.length > BYTES_MAX) return { broken: 'size' };
  try {
    const parsed = parseDocument(content.toString('utf8'));
    const cause = parsed.errors[0] ?? parsed.warnings[0];
    if (cause !== undefined) return { broken: 'form', cause };
    if (depthOf(parsed.contents) > DEPTH_MAX) return { broken: 'depth' };
    return { document: parsed.toJS({ maxAliasCount: 0 }) };
  } catch (cause) {
    return { broken: 'form', cause };
  }
}

function depthOf(node: unknown, depth = 0): number {
  if (depth > DEPTH_MAX || !isCollection(node)) return depth;
  const children = isMap(node)
    ? node.items.flatMap((pair) => (isPair(pair) ? [pair.value] : []))
    : node.items;
  return Math.max(depth + 1, ...children.map((child) => depthOf(child, depth + 1)));
}
