import type { Agency } from '@told/agreements';

/** An agency as the gateway has it. */
export interface AppliedAgency {
  readonly agency: string;
  readonly version: number;
  readonly state: Agency['state'];
  readonly hash: string;
  readonly appliedAt: string;
  /** What decisions go by. */
  readonly standing: Agency['state'] | 'unknown';
  /** By an operator, whatever the file says. */
  readonly suspended: boolean;
  /** False: the services have not been started since it joined. */
  readonly running: boolean;
  readonly document: Omit<Agency, 'hash'>;
}

interface AgencyStep {
  readonly agency: string;
  readonly kind: 'join' | 'change';
  /** One for each part that differs: `state: live → suspended`, `capacities: + form-prefill`. */
  readonly differences: readonly string[];
}

export interface AgencyPlan {
  readonly apply: readonly AgencyStep[];
  /** Known to the gateway and without a file: no program removes an agency. */
  readonly withoutFile: readonly string[];
  /** What a person still has to do, in this order. */
  readonly afterwards: readonly string[];
}

const TOPICS = 'create the topics of who joins, with its rights: npm run -s told -- topics apply';
const RESTART =
  'start the services again, so that they know who joins: stop the stack, then npm start';
const SCOPES =
  'give the clients their new scopes at the issuer; the local stack’s issuer does at its next start';

/** Compares the files with what is in force. Pure; each list in the order of the ids. */
export function planAgencies(
  files: readonly Agency[],
  applied: readonly AppliedAgency[],
): AgencyPlan {
  const known = new Map(applied.map((one) => [one.agency, one]));
  const named = new Set(files.map(({ id }) => id));
  const apply = files.flatMap((file): AgencyStep[] => {
    const before = known.get(file.id);
    if (before?.hash === file.hash) return [];
    const differences = before === undefined ? describeNew(file) : compare(before.document, file);
    return [{ agency: file.id, kind: before === undefined ? 'join' : 'change', differences }];
  });
  const joins = files.some(({ id }) => known.get(id)?.running !== true);
  const hasScopes = apply.some(({ differences }) =>
    differences.some((one) => one.startsWith('scopes:')),
  );
  return {
    apply,
    withoutFile: applied.map(({ agency }) => agency).filter((agency) => !named.has(agency)),
    afterwards: [...(joins ? [TOPICS, RESTART] : []), ...(hasScopes && !joins ? [SCOPES] : [])],
  };
}

const describeNew = ({ state, capacities, scopes }: Agency): readonly string[] => [
  `state: ${state}`,
  `capacities: + ${capacities.join(', ')}`,
  `scopes: + ${scopes.join(', ')}`,
];

const LISTS = ['capacities', 'transports', 'scopes'] as const;
const TEXTS = [
  'state',
  'legalName',
  'controller',
  'gssCode',
  'privacyContact',
  'incidentContact',
] as const;

function compare(before: AppliedAgency['document'], file: Agency): readonly string[] {
  const texts = TEXTS.flatMap((part) =>
    before[part] === file[part] ? [] : [`${part}: ${before[part] ?? '–'} → ${file[part] ?? '–'}`],
  );
  const lists = LISTS.flatMap((part) => compareLists(part, before[part], file[part]));
  const reads = compareLists('reads', listReads(before), listReads(file));
  const all = [...texts, ...lists, ...reads];
  return all.length > 0 ? all : ['words alone'];
}

function compareLists(
  part: string,
  before: readonly string[],
  now: readonly string[],
): readonly string[] {
  const added = now.filter((one) => !before.includes(one));
  const removed = before.filter((one) => !now.includes(one));
  if (added.length + removed.length === 0) return [];
  return [
    `${part}: ${[...added.map((one) => `+ ${one}`), ...removed.map((one) => `− ${one}`)].join(', ')}`,
  ];
}

const listReads = ({ reads }: Pick<Agency, 'reads'>): readonly string[] =>
  Object.entries(reads).flatMap(([capacity, facts]) =>
    Object.entries(facts).flatMap(([fact, fields]) =>
      fields.map((field) => `${capacity}/${fact}.${field}`),
    ),
  );
