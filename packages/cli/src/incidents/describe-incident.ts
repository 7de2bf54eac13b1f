import { formatFields, formatTable } from '../print.ts';
import type {
  DisclosuresAnswer,
  IncidentAnswer,
  IncidentPreviewAnswer,
  IncidentReportAnswer,
} from './incident-answers.ts';

export const describePreview = (preview: IncidentPreviewAnswer): string =>
  formatFields(previewFields(preview));

function previewFields(preview: IncidentPreviewAnswer) {
  const { disclosures, toldBefore, persons, hasMorePersons, cases, agencies } = preview;
  const many = hasMorePersons ? `more than ${persons}` : String(persons);
  return {
    disclosures: `${disclosures} releases, ${many} persons, ${cases} cases`,
    'told before': toldBefore === 0 ? null : `${toldBefore} releases`,
    recipients: agencies.map((one) => `${one.agency} ${one.disclosures}`).join(', ') || null,
    fields: preview.fields.join(', ') || null,
    released:
      preview.firstReleasedAt === null
        ? null
        : `${preview.firstReleasedAt} to ${preview.lastReleasedAt}`,
  };
}

function describeTarget({ target }: Pick<IncidentAnswer, 'target'>): string {
  const { kind, agency, fromSequence, toSequence, since, until } = target;
  if (kind === 'interest') return `interest ${target.interestId} of ${agency}`;
  if (kind === 'agreement') {
    const version = target.agreementVersion ?? null;
    return `agreement ${target.agreement}${version === null ? '' : ` version ${version}`}`;
  }
  const sequences =
    fromSequence === null && toSequence === null
      ? ''
      : `, ${fromSequence ?? 1} to ${toSequence ?? 'the last'} of a case`;
  const times = since === null ? `, before ${until}` : `, ${since} to ${until}`;
  return `releases to ${agency}${sequences}${times}`;
}

const NEXT: Readonly<Record<IncidentAnswer['state'], string | null>> = {
  opened: 'stop',
  stopping: 'stop',
  stopped: 'tell',
  telling: 'tell',
  told: 'close … --reason …',
  closed: null,
};

/** An incident, and who has answered where that was asked for. */
export function describeIncident(
  incident: IncidentAnswer,
  report: IncidentReportAnswer | undefined,
): string {
  const { incidentId, state, stoppedAt, toldAt, closedAt } = incident;
  const next = NEXT[state]?.replace('…', incidentId);
  const late = incident.isOverdue ? ', OVERDUE' : '';
  return [
    formatFields({
      incident: incidentId,
      about: describeTarget(incident),
      reason: incident.reason,
      state: `${state}${late}`,
      'aware since': incident.awareAt,
      'answers due': incident.deadline,
      ...previewFields(incident.preview),
      opened: `${incident.openedAt} by ${incident.openedBy}`,
      stopped: stoppedAt === null ? null : `${stoppedAt} by ${incident.stoppedBy}`,
      told: toldAt === null ? null : `${toldAt} by ${incident.tellBy}`,
      'voided, told not to rely': `${incident.voided}, ${incident.followed}`,
      closed:
        closedAt === null ? null : `${closedAt} by ${incident.closedBy}: ${incident.closingReason}`,
    }),
    ...(report === undefined ? [] : ['', describeReport(report)]),
    ...(next === null || next === undefined
      ? []
      : [`then: told incidents ${next.includes(incidentId) ? next : `${next} ${incidentId}`}`]),
  ].join('\n');
}

const describeReport = ({ agencies }: IncidentReportAnswer): string =>
  formatTable(
    ['recipient', 'releases', 'void', 'told', 'answered', 'silent', 'silent since', ''],
    agencies.map((one) => [
      ...[one.agency, one.disclosures, one.voided, one.told, one.answered, one.silent].map(String),
      one.silentSince ?? '',
      describeFlags(one),
    ]),
    'nobody was given anything',
  );

const describeFlags = ({
  isOverdue,
  isReachable,
}: IncidentReportAnswer['agencies'][number]): string =>
  [...(isOverdue ? ['overdue'] : []), ...(isReachable ? [] : ['no topic: tell it otherwise'])].join(
    ', ',
  );

export const describeIncidents = (incidents: readonly IncidentAnswer[]): string =>
  formatTable(
    ['incident', 'about', 'releases', 'state', 'answers due', 'opened by'],
    incidents.map((one) => [
      ...[one.incidentId, describeTarget(one), String(one.preview.disclosures)],
      ...[one.isOverdue ? `${one.state}, overdue` : one.state, one.deadline, one.openedBy],
    ]),
    'no incident has been opened',
  );

export const describeDisclosures = ({ items, next }: DisclosuresAnswer): string =>
  [
    formatTable(
      ['release', 'recipient', 'place', 'released', 'state', 'fields'],
      items.map((one) => [
        ...[one.releaseId, one.agency, String(one.releaseSequence), one.releasedAt],
        one.answer === null ? one.state : `${one.state}: ${one.answer}`,
        one.fields.join(', '),
      ]),
      'nothing was disclosed',
    ),
    ...(next === null ? [] : [`more: --after ${next}`]),
  ].join('\n');
