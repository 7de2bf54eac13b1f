import type { Command } from 'commander';
import { CliError } from './exit-codes.ts';
import { readAgency } from './read-option.ts';

/** The options by which a person is named. */
export interface NamingOptions {
  readonly nino?: string;
  readonly agency?: string;
  readonly case?: string;
  readonly subjectKey?: string;
}

/** Has a command take them. */
export const addNaming = (command: Command): Command =>
  command
    .option(
      '--nino <nino>',
      'National Insurance number; here only synthetic ones, beginning with Q',
    )
    .option('--case <reference>', 'instead of a number: a case on the person')
    .option('--agency <agency>', 'whose case it is', readAgency)
    .option('--subject-key <key>', 'instead of either: the key that the bus knows the person by');

/** The person, as intake's routes for operators want one named. Throws CliError `usage` unless one way is given. */
export function nameByOption({
  nino,
  agency,
  case: caseReference,
  subjectKey,
}: NamingOptions): object {
  const ways = [nino, caseReference, subjectKey].filter((one) => one !== undefined);
  if (ways.length !== 1 || (caseReference === undefined) !== (agency === undefined)) {
    throw new CliError(
      'usage',
      'name the person by --nino, by --agency and --case, or by --subject-key.',
    );
  }
  if (nino !== undefined) return { person: { nino } };
  return caseReference === undefined ? { subjectKey } : { agency, caseReference };
}
