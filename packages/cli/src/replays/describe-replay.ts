import { formatFields, formatTable } from '../print.ts';
import type {
  DifferenceAnswer,
  GroupAnswer,
  PreviewAnswer,
  ReplayAnswer,
} from './replay-answers.ts';

export const describePreview = ({
  records,
  releases,
  agencies,
  estimatedSeconds,
}: PreviewAnswer): string =>
  formatFields({
    'to go through': releases === undefined ? `${records} changes` : `${records} releases`,
    ...(releases === undefined ? {} : { 'in the window': `${releases} releases` }),
    agencies: agencies.join(', '),
    'estimated time': `${estimatedSeconds} s`,
  });

const describeFilter = (filter: ReplayAnswer['filter']): string =>
  Object.entries(filter)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || 'everything';

const describeKind = ({ kind, asOf }: ReplayAnswer): string =>
  asOf === null ? kind : `${kind} as of ${asOf}`;

export function describeReplays(replays: readonly ReplayAnswer[]): string {
  const rows = replays.map((one) => [
    ...[one.replayId, describeKind(one), one.state, `${one.done} of ${one.total}`],
    ...[one.askedBy, one.approvedBy ?? '–', one.askedAt],
  ]);
  const headings = ['replay', 'kind', 'state', 'done', 'asked by', 'approved by', 'asked at'];
  return formatTable(headings, rows, 'nobody has asked for a replay');
}

/** A replay with its report, and the differences that are shown of it. */
export function describeReplay(
  replay: ReplayAnswer,
  differences: readonly DifferenceAnswer[],
): string {
  const { state, replayId } = replay;
  const next = state === 'asked' ? [`then: told replay approve ${replayId} --as operator`] : [];
  return [
    formatFields({
      replay: replayId,
      kind: describeKind(replay),
      which: describeFilter(replay.filter),
      reason: replay.reason,
      state: replay.failure === null ? state : `${state}: ${replay.failure}`,
      asked: `${replay.askedAt} by ${replay.askedBy}`,
      approved: replay.approvedBy,
      done: `${replay.done} of ${replay.total}`,
      ...replay.counts,
    }),
    ...(replay.groups.length > 0 ? ['', describeGroups(replay.groups)] : []),
    ...(differences.length > 0 ? ['', describeDifferences(differences)] : []),
    ...next,
  ].join('\n');
}

export const describeGroups = (groups: readonly GroupAnswer[]): string =>
  formatTable(
    ['recipient', 'capacity', 'field', 'before', 'after', 'changes', 'for example'],
    groups.map((one) => [
      ...[one.agency, one.capacity, one.field, one.before, one.after],
      ...[String(one.count), one.examples[0] ?? ''],
    ]),
    'no change would be decided otherwise',
  );

const describeDifferences = (differences: readonly DifferenceAnswer[]): string =>
  formatTable(
    ['change', 'run', 'recipient', 'differs', 'fields', 'rule'],
    differences.map((one) => [
      ...[one.changeId, one.run === null ? '' : String(one.run), one.agency ?? ''],
      ...[one.kind, one.fields.join(', '), one.causes.join(', ')],
    ]),
  );
