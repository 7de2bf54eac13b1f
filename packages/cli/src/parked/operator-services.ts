import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { readProfile } from '../profile.ts';
import type { Page } from './parked-answers.ts';

/** A service as its operator sees it. */
export interface OperatorService {
  readonly service: string;
  call<T>(path: string, call?: Parameters<Connection['call']>[2]): Promise<T>;
}

/** The service that is named, or every one of the profile. */
export function connectToServices(
  service: string | undefined,
  context: CommandContext,
): readonly OperatorService[] {
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const operator = connectAs('operator', profile);
  const names = service === undefined ? Object.keys(profile.services) : [service];
  return names.map((name) => ({
    service: name,
    call: (path, call) => operator.call(name, path, call),
  }));
}

/** What every service answers, and why some do not answer now. */
interface AskedServices<T> {
  readonly answers: readonly { readonly service: string; readonly answer: T }[];
  readonly away: readonly { readonly service: string; readonly why: string }[];
}

/** Asks each; that one does not answer is told beside the others' answers. */
async function askServices<T>(
  services: readonly OperatorService[],
  path: string,
): Promise<AskedServices<T>> {
  const asked = await Promise.all(
    services.map(async ({ service, call }) => {
      try {
        return { answers: [{ service, answer: await call<T>(path) }], away: [] };
      } catch (error) {
        if (!(error instanceof CliError && error.exit === 'unavailable')) throw error;
        return { answers: [], away: [{ service, why: `${service}: ${error.message}` }] };
      }
    }),
  );
  return {
    answers: asked.flatMap(({ answers }) => answers),
    away: asked.flatMap(({ away }) => away),
  };
}

/** What one service has. */
export type ServicePage<T> = Page<T> & { readonly service: string };

/**
 * Shows what the service that is named has at this address, or every one of the profile. When one of them does not answer, the command ends with
 * that, after what the others said.
 */
export async function listPages<T>(
  service: string | undefined,
  context: CommandContext,
  path: string,
  describe: (pages: readonly ServicePage<T>[]) => string,
): Promise<void> {
  const asked = await askServices<Page<T>>(connectToServices(service, context), path);
  const pages = asked.answers.map((one) => ({ service: one.service, ...one.answer }));
  const away = asked.away.map((one) => one.service);
  context.printer().result({ services: pages, away }, () => describe(pages));
  if (away.length > 0)
    throw new CliError('unavailable', asked.away.map(({ why }) => why).join('\n'));
}

/** How to see what of each follows. */
export const listMore = (pages: readonly ServicePage<unknown>[]): readonly string[] =>
  pages.flatMap(({ service, next }) =>
    next === null ? [] : [`\nmore: --service ${service} --cursor ${next}`],
  );

const NOT_FOUND = 404;

/** The one service that knows this address; `list` is the command that shows what there is. */
export async function findService<T>(
  services: readonly OperatorService[],
  path: string,
  list: string,
): Promise<{ readonly found: T; readonly at: OperatorService }> {
  const asked = await Promise.all(
    services.map(async (at) => {
      try {
        return [{ found: await at.call<T>(path), at }];
      } catch (error) {
        if (isNotFound(error)) return [];
        throw error;
      }
    }),
  );
  const [one, ...others] = asked.flat();
  if (one !== undefined && others.length === 0) return one;
  const names = services.map(({ service }) => service).join(', ');
  throw new CliError(
    'refused',
    one === undefined
      ? `nothing of this name waits at ${names}.\nFix: "npm run -s told -- ${list}" shows what does.`
      : 'several services have it.\nFix: name one with --service.',
    { code: one === undefined ? 'not-found' : 'several-services', services: names },
  );
}

const isNotFound = (error: unknown): boolean =>
  error instanceof CliError &&
  error.exit === 'refused' &&
  (error.document as { readonly status?: unknown }).status === NOT_FOUND;
