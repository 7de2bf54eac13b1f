import { type ClaimantChange, type Codec, type Evidence, readOrThrow } from '@told/codec';
import {
  type Database,
  instantOf,
  type OpenBodies,
  type Opened,
  type Statement,
} from '@told/service';

type Shown =
  | 'changeId'
  | 'fact'
  | 'changeType'
  | 'previousChangeId'
  | 'occurredOn'
  | 'notifiedOn'
  | 'receivedOn'
  | 'usedOn'
  | 'usedFor'
  | 'dutyDischarged';

/** A change as the person may see it, but for what its body says of others. Case references, digests and officers are nobody's answer. */
export interface ShownChange extends Pick<ClaimantChange, Shown> {
  readonly agency: string;
  readonly system: string | null;
  readonly acceptedAt: string;
  readonly evidence: {
    readonly level: Evidence['level'];
    readonly documents: readonly { readonly type: string; readonly seenOn: string | null }[];
  };
  /** The fact's own record; null where it cannot be opened any more. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly bodyState: 'open' | 'erased' | 'unreadable';
}

/** A change within the history of a person, which may be that of several keys. */
export interface Place {
  readonly subjectKey: string;
  readonly changeSequence: number;
}

interface ToldPorts {
  readonly db: Database;
  readonly codec: Codec;
  readonly openBodies: OpenBodies;
}

const READ_PAGE: Statement = {
  name: 'intake_read_told_of_person',
  text: `SELECT subject_key AS "subjectKey", change_sequence AS "changeSequence", value FROM accepted_change
         WHERE subject_key = ANY ($1::text[]) AND (subject_key, change_sequence) > ($2, $3)
         ORDER BY subject_key, change_sequence LIMIT $4`,
};

/** Changes a page: bodies are opened all at once. */
const CHANGES_MAX = 200;
const BEFORE_ALL: Place = { subjectKey: '', changeSequence: 0 };
const NOTHING = Buffer.alloc(0);

/** What was told of these keys, in their order; `next` leads to the page after. Rejects with `keys-unavailable`. */
export async function readTold(
  { db, codec, openBodies }: ToldPorts,
  subjectKeys: readonly string[],
  after: Place = BEFORE_ALL,
): Promise<{ readonly items: readonly ShownChange[]; readonly next: Place | null }> {
  const { rows } = await db.query<Place & { readonly value: Buffer }>(READ_PAGE, [
    ...[subjectKeys, after.subjectKey, after.changeSequence, CHANGES_MAX],
  ]);
  const values = rows.map(({ value }) => value);
  const changes = (await codec.decode('ClaimantChange', values)).map(readOrThrow);
  const opened = await openBodies(
    changes.map(({ subjectKey, changeId, body }) => ({ subjectKey, changeId, body })),
  );
  const bodies = await codec.decode('ChangeBody', opened.map(clearOf));
  const items = changes.map((change, at) => {
    const body = bodies[at];
    const isOpen = typeof opened[at] !== 'string' && body?.ok === true;
    const closed = opened[at] === 'erased' ? 'erased' : 'unreadable';
    return showChange(change, isOpen ? body.value : null, isOpen ? 'open' : closed);
  });
  const last = rows.length < CHANGES_MAX ? undefined : rows.at(-1);
  return { items, next: last === undefined ? null : placeOf(last) };
}

const placeOf = ({ subjectKey, changeSequence }: Place): Place => ({ subjectKey, changeSequence });

const clearOf = (opened: Opened): Buffer => (typeof opened === 'string' ? NOTHING : opened);

function showChange(
  change: ClaimantChange,
  body: object | null,
  bodyState: ShownChange['bodyState'],
): ShownChange {
  const { source, evidence, acceptedAt, fact } = change;
  const told = (body as Readonly<Record<string, ShownChange['body']>> | null)?.[fact] ?? null;
  return {
    ...{ changeId: change.changeId, agency: source.agency, system: source.system },
    ...{ fact, changeType: change.changeType, previousChangeId: change.previousChangeId },
    ...{ occurredOn: change.occurredOn, notifiedOn: change.notifiedOn },
    ...{ receivedOn: change.receivedOn, usedOn: change.usedOn, usedFor: change.usedFor },
    dutyDischarged: change.dutyDischarged,
    acceptedAt: instantOf(acceptedAt),
    evidence: {
      level: evidence.level,
      documents: evidence.documents.map(({ type, seenOn }) => ({ type, seenOn })),
    },
    ...{ body: told, bodyState },
  };
}
