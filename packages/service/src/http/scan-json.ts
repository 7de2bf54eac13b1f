const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
// With this bit set `[` reads as `{`, and `]` as `}`; no other character outside strings does.
const BRACKET_BIT = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/**
 * How many members a text that may be JSON tells, in all its objects; undefined: it nests deeper than `depthMax`. Counts colons and brackets
 * outside strings, before anything recursive reads the text.
 */
export function countTold(text: string, depthMax: number): number | undefined {
  let depth = 0;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      at = skipString(text, at);
    } else if (char === COLON) {
      members += 1;
    } else if ((char | BRACKET_BIT) === OPENING) {
      depth += 1;
      if (depth > depthMax) return undefined;
    } else if ((char | BRACKET_BIT) === CLOSING) {
      depth -= 1;
    }
  }
  return members;
}

/** How many members a parsed value has, in all its objects; each key once. Recursion is bounded by the depth of the text. */
export function countKept(value: unknown): number {
  let members = 0;
  if (Array.isArray(value)) {
    for (const child of value) if (isNested(child)) members += countKept(child);
  } else if (isNested(value)) {
    // Objects of a parser have no other keys than their own; listing those first costs three times as much.
    for (const key in value) {
      members += 1;
      const child = value[key];
      if (isNested(child)) members += countKept(child);
    }
  }
  return members;
}

const isNested = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Where a valid JSON text has an object with the same key twice, as keys and places from the outside in; undefined: nowhere. */
export function findRepeatedKey(text: string): readonly (string | number)[] | undefined {
  const open: { readonly keys: Set<string>; place: string | number }[] = [];
  let last = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    const inside = open.at(-1);
    if (char === QUOTE) {
      const end = skipString(text, at);
      last = text.slice(at, end + 1);
      at = end;
    } else if ((char | BRACKET_BIT) === OPENING) {
      open.push({ keys: new Set(), place: 0 });
    } else if ((char | BRACKET_BIT) === CLOSING) {
      open.pop();
    } else if (char === COLON && inside !== undefined) {
      // The string before a colon is a key; escapes can spell it in several ways.
      const key: string = JSON.parse(last);
      inside.place = key;
      if (inside.keys.has(key)) return open.map(({ place }) => place);
      inside.keys.add(key);
    } else if (char === COMMA && typeof inside?.place === 'number') {
      inside.place += 1;
    }
  }
  return undefined;
}

/** Where the string that begins here ends. */
function skipString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}
