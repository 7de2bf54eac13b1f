/** A JSON Schema as these pages read it. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly unit?: string;
  readonly enum?: readonly (string | null)[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly format?: string;
}

export interface RecordPage {
  /** True: which fields must be there is worth a word, since others may be left out. */
  readonly marksRequired: boolean;
  /** Where the record of a field is described instead of here. */
  readonly linkOf?: (path: string) => string | undefined;
}

/** A table of a record's fields, and below it the records inside it, each once, under its path as a heading. */
export function renderRecord(node: SchemaNode, page: RecordPage): readonly string[] {
  return renderLevel(node, '', page, new Map());
}

function renderLevel(
  { properties = {}, required = [] }: SchemaNode,
  above: string,
  page: RecordPage,
  described: Map<SchemaNode, string>,
): readonly string[] {
  const fields = Object.entries(properties).map(([name, node]) => {
    const path = above === '' ? name : `${above}.${name}`;
    const record = page.linkOf?.(path) === undefined ? findRecord(node) : null;
    const isNew = record !== null && !described.has(record);
    if (isNew) described.set(record, path);
    const isRequired = page.marksRequired && required.includes(name);
    const link = page.linkOf?.(path) ?? linkTo(record, described);
    return { record: isNew ? record : null, path, row: renderRow(name, node, isRequired, link) };
  });
  const nested = fields.flatMap(({ record, path }) =>
    record === null
      ? []
      : [
          `### \`${path}\``,
          '',
          record.description ?? '',
          '',
          ...renderLevel(record, path, page, described),
        ],
  );
  return [
    '| field | type | meaning | example |',
    '|---|---|---|---|',
    ...fields.map(({ row }) => row),
    '',
    ...nested,
  ];
}

/** The record that a field is, may be, or is a list of. */
function findRecord(node: SchemaNode): SchemaNode | null {
  const inner = withoutNull(node);
  const record = inner.items ?? inner;
  return record.properties === undefined ? null : record;
}

const withoutNull = (node: SchemaNode): SchemaNode =>
  node.anyOf?.find(({ type }) => type !== 'null') ?? node;

function linkTo(record: SchemaNode | null, described: ReadonlyMap<SchemaNode, string>) {
  const path = record === null ? undefined : described.get(record);
  return path === undefined ? '' : `[Fields](#${path.toLowerCase().replaceAll('.', '')})`;
}

function renderRow(name: string, node: SchemaNode, isRequired: boolean, link: string): string {
  const inner = withoutNull(node);
  const values = (inner.enum ?? inner.items?.enum ?? []).filter((value) => value !== null);
  const sentences = [
    inner.description ?? '',
    ...(values.length === 0 ? [] : [`One of ${values.map((value) => `\`${value}\``).join(', ')}.`]),
    ...(inner.default == null ? [] : [`Default \`${JSON.stringify(inner.default)}\`.`]),
    ...(link === '' ? [] : [link]),
  ];
  const [example] = inner.examples ?? [];
  const shown = example === undefined ? '' : `\`${JSON.stringify(example)}\``;
  return `| \`${name}\` | ${typeOf(node)}${isRequired ? ', required' : ''} | ${sentences.join(' ')} | ${shown} |`;
}

function typeOf(node: SchemaNode): string {
  const { format, type, unit } = withoutNull(node);
  const named = Array.isArray(type) ? type[0] : type;
  const base =
    format === 'date'
      ? 'date'
      : named === 'integer'
        ? `integer, ${unit ?? 'number'}`
        : named === 'array'
          ? 'list'
          : String(named);
  return node.anyOf === undefined ? base : `${base} or null`;
}
