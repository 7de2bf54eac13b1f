import { Document, isMap, isScalar, isSeq, visit } from 'yaml';

const HEAD =
  ' Written by `npm run build -w @told/cli` from infra/topics.yaml, infra/agencies and schemas/; do not edit.';

/** A document as YAML in which each field of a schema, and whatever else has no parts of note, is one line. */
export function renderDocument(content: object): string {
  // Readers of YAML 1.1 would take a day for a timestamp, and the field `on` for a boolean.
  const document = new Document(content, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  document.commentBefore = HEAD;
  visit(document, {
    Map(_, node) {
      if (isField(node) && !holdsField(node)) node.flow = true;
    },
    Seq(_, node) {
      if (node.items.every(isScalar)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** A field of an Avro record, or a type of one. */
const isField = (node: unknown): boolean =>
  isMap(node) && (node.has('name') || node.has('logicalType')) && node.has('type');

/** A field whose type is a record of its own is written over several lines. */
function holdsField(node: unknown): boolean {
  if (isMap(node)) return node.has('fields') || node.items.some(({ value }) => holdsField(value));
  return isSeq(node) && node.items.some(holdsField);
}
