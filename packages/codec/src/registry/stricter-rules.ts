interface Node {
  readonly type?: unknown;
  readonly name?: string;
  readonly namespace?: string;
  readonly logicalType?: string;
  readonly scale?: number;
  readonly precision?: number;
  /** The words of a closed list, or the type of what a map holds. */
  readonly values?: unknown;
  readonly fields?: readonly { readonly name: string; readonly type: unknown }[];
  readonly items?: unknown;
}

/**
 * Rules beyond Avro's resolution, for changes that resolve and yet would be misread: a record keeps its full name, a value
 * keeps its logical type (milliseconds are not microseconds), a closed list keeps its words.
 */
export function findStricterBreaks(
  earlier: unknown,
  next: unknown,
  { backward }: { readonly backward: boolean },
): readonly string[] {
  const before = describeTypes(earlier);
  const after = describeTypes(next);
  const broken: string[] = [];
  if (fullName(earlier) !== fullName(next)) {
    broken.push(`a subject keeps its record: ${fullName(earlier)} became ${fullName(next)}`);
  }
  for (const [place, now] of after) {
    const was = before.get(place);
    if (!was) continue;
    if (logicalOf(was) !== logicalOf(now)) {
      broken.push(
        `a value keeps its logical type: ${place} was ${logicalOf(was)}, is ${logicalOf(now)}`,
      );
    }
    const lost =
      backward && now.values ? wordsOf(was).filter((word) => !wordsOf(now).includes(word)) : [];
    if (lost.length > 0)
      broken.push(`a closed list keeps its words: ${place} lost ${lost.join(', ')}`);
  }
  return broken;
}

function fullName(schema: unknown): string {
  const { namespace, name, type } = asNode(schema);
  if (name === undefined) return String(type);
  return namespace === undefined || name.includes('.') ? name : `${namespace}.${name}`;
}

/** Scalars by the name of their record and field; unions, arrays and maps are looked through. */
function describeTypes(schema: unknown): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  const visit = (type: unknown, place: string): void => {
    const node = asNode(type);
    if (Array.isArray(type)) {
      for (const branch of type) if (branch !== 'null') visit(branch, place);
    } else if (node.items !== undefined) {
      visit(node.items, `${place}[]`);
    } else if (node.type === 'map') {
      visit(node.values, `${place}{}`);
    } else if (node.fields) {
      for (const field of node.fields) visit(field.type, `${node.name}.${field.name}`);
    } else if (typeof node.type === 'object') {
      visit(node.type, place);
    } else {
      found.set(place, node);
    }
  };
  visit(schema, '');
  return found;
}

const wordsOf = ({ values }: Node): readonly unknown[] => (Array.isArray(values) ? values : []);

const asNode = (type: unknown): Node =>
  typeof type === 'object' && type !== null ? (type as Node) : { type };

function logicalOf({ logicalType, precision, scale }: Node): string {
  if (logicalType === undefined) return 'none';
  return precision === undefined ? logicalType : `${logicalType}(${precision}, ${scale ?? 0})`;
}
