import { formatFields, formatTable } from '../print.ts';
import type { AgencyPlan, AppliedAgency } from './plan-agencies.ts';

/** `describePause` says of an agency whether its releases wait. */
export const describeAgencies = (
  agencies: readonly AppliedAgency[],
  describePause: (agency: string) => string,
): string =>
  formatTable(
    ['agency', 'name', 'file says', 'decisions say', 'paused', 'capacities'],
    agencies.map(({ agency, state, standing, document }) => [
      agency,
      document.legalName,
      state,
      standing,
      describePause(agency),
      document.capacities.join(', '),
    ]),
    'the gateway knows no agency; "told agencies apply" puts infra/agencies in force',
  );

export function describeAgency(one: AppliedAgency, paused: string): string {
  const { document } = one;
  return formatFields({
    agency: one.agency,
    name: document.legalName,
    controller: document.controller,
    'GSS code': document.gssCode,
    privacy: document.privacyContact,
    incidents: document.incidentContact,
    capacities: document.capacities.join(', '),
    transports: document.transports.join(', '),
    scopes: document.scopes.join(', '),
    'file says': `${one.state} (version ${one.version}, in force since ${one.appliedAt})`,
    'decisions say': describeStanding(one),
    paused,
    file: one.hash,
  });
}

function describeStanding({ standing, suspended, running }: AppliedAgency): string {
  if (suspended) return 'suspended, by an operator; "told agencies resume" ends it';
  return running ? standing : 'unknown, until the services have been started again';
}

/** What would change, or has. */
export const describeDifferences = ({ apply, withoutFile }: AgencyPlan): string =>
  formatTable(
    ['', 'agency', 'difference'],
    [
      ...apply.flatMap(({ agency, kind, differences }) =>
        differences.map((difference, at) =>
          at === 0 ? [kind, agency, difference] : ['', '', difference],
        ),
      ),
      ...withoutFile.map((agency) => [
        'no file',
        agency,
        'stays as it is; "told agencies suspend" stops what it is told',
      ]),
    ],
    'the gateway goes by the files of infra',
  );

/** What is left to do. */
export function describeAfterwards({ apply, afterwards }: AgencyPlan, isApplied: boolean): string {
  const steps = [
    ...(isApplied || apply.length === 0
      ? []
      : ['put the files in force: npm run -s told -- agencies apply']),
    ...afterwards,
  ];
  if (steps.length === 0) return 'Nothing else is to be done.';
  return ['To be done:', ...steps.map((one, at) => `  ${at + 1}. ${one}`)].join('\n');
}
