import type { CommandContext } from './command-context.ts';
import { type Connection, connectAs } from './connect.ts';
import { CliError } from './exit-codes.ts';
import { type Profile, readProfile } from './profile.ts';

/** An office's own service, called in its agency's name. */
export interface OfficeConnection {
  readonly agency: string;
  call<T>(path: string, call?: Parameters<Connection['call']>[2]): Promise<T>;
}

const BUS = ['intake', 'gateway', 'audit'];
const COUNCIL = 'council-tax-';

/** The office's own service, found by its agency: `jobcentre`, or `council-tax-<agency>`. */
export function connectToOffice(agency: string, context: CommandContext): OfficeConnection {
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const service = [agency, `${COUNCIL}${agency}`].find((name) => name in profile.services);
  if (service === undefined) {
    const known = listOffices(profile).join(', ') || 'none';
    throw new CliError('usage', `the profile runs no office for "${agency}"; it runs: ${known}.`);
  }
  const connection = connectAs(agency, profile);
  return { agency, call: (path, call) => connection.call(service, path, call) };
}

/** Every office that the profile runs; or the one that is named. */
export function connectToOffices(
  agency: string | undefined,
  context: CommandContext,
): readonly OfficeConnection[] {
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const agencies = agency === undefined ? listOffices(profile) : [agency];
  return agencies.map((one) => connectToOffice(one, context));
}

const listOffices = (profile: Profile): readonly string[] =>
  Object.keys(profile.services)
    .filter((name) => !BUS.includes(name))
    .map((name) => (name.startsWith(COUNCIL) ? name.slice(COUNCIL.length) : name));
