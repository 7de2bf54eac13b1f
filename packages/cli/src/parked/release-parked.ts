import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import type { OperatorService } from './operator-services.ts';
import { describeCause, type Released } from './parked-answers.ts';

/** A service answers after five seconds with how far it came, or when the piece under way is done. */
const RELEASE_TIMEOUT_MS = 60_000;

/** Far more than a full table of parked records takes. */
const CALLS_MAX = 10_000;

/** Where a parked key is released. */
export const releasePathOf = (topic: string, keyDigest: string): string =>
  `/v1/parked/${encodeURIComponent(topic)}/${keyDigest}/release`;

/**
 * Asks for this, and then for the rest of the key until nothing waits or a record is at fault; prints how far it has come, and in the end
 * what became of it. `once`: what is asked for only takes its place in the key.
 */
export async function releaseToEnd(
  { service, call }: OperatorService,
  asked: { readonly path: string; readonly reason: string; readonly once?: boolean },
  context: CommandContext,
): Promise<void> {
  const printer = context.printer();
  const ask = (path: string): Promise<Released> =>
    call<Released>(path, { body: { reason: asked.reason }, timeoutMs: RELEASE_TIMEOUT_MS });
  let answer = await ask(asked.path);
  let { moved } = answer;
  for (let calls = 1; answer.state === 'waiting' && !asked.once && calls < CALLS_MAX; calls++) {
    if (!printer.json) printer.note(`  ${moved} records released, ${answer.waiting} to go`);
    answer = await ask(releasePathOf(answer.topic, answer.keyDigest));
    moved += answer.moved;
  }
  const whole = { service, ...answer, moved };
  printer.result(whole, () => describeReleased(whole));
  if (answer.state === 'parked') {
    const { topic, keyDigest } = answer;
    throw new CliError(
      'refused',
      `a record is at fault again, and the key waits on.\nFix: look with "npm run -s told -- parked show ${topic} ${keyDigest} --service ${service}".`,
    );
  }
}

function describeReleased({
  service,
  topic,
  keyDigest,
  state,
  moved,
  waiting,
  cause,
  code,
}: Named) {
  const name = `${topic} ${keyDigest} (${service})`;
  if (state === 'released') return `${name}: released, ${moved} records; nothing waits any more`;
  if (state === 'waiting') {
    return `${name}: in its place again; ${waiting} records wait\nthen: npm run -s told -- parked release ${topic} ${keyDigest} --service ${service} --reason "…"`;
  }
  const why = describeCause({ cause: cause ?? 'unknown', code });
  return `${name}: ${moved} records released; ${waiting} wait on (${why})`;
}

type Named = Released & { readonly service: string };
