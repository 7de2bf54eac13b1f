import { LOG_ERRORS } from '@told/event-log';
import { FIELD_ERRORS } from './field-errors.ts';
import { PROBLEMS } from './problem-list.ts';

/** docs/reference/errors.md, made from the lists that the code itself uses. */
export function renderErrorPage(): string {
  const problems = Object.entries(PROBLEMS).map(
    ([code, { status, title, meaning, retryable }]) =>
      `| \`${code}\` | ${status} | ${title} | ${meaning} | ${yesNo(retryable)} |`,
  );
  const fields = Object.entries(FIELD_ERRORS).map(
    ([code, meaning]) => `| \`${code}\` | ${meaning} |`,
  );
  const logErrors = Object.entries(LOG_ERRORS).map(
    ([code, { meaning, retryable }]) => `| \`${code}\` | ${meaning} | ${yesNo(retryable)} |`,
  );
  return `${[
    '<!-- Written by `npm run build -w @told/service` from the lists in the code; do not edit. -->',
    '',
    '# Errors',
    '',
    'Match on `code`: it is stable, the sentences are not. *Retry* says that the same request may succeed later, unchanged; wait for `Retry-After`',
    'where it is given, and repeat with the same `Idempotency-Key`.',
    '',
    '## Problem documents',
    '',
    'Every answer of 400 and above is a problem document (RFC 9457, `application/problem+json`) with `type` (`urn:told-once:problem:<code>`), `title`, `status`,',
    '`code`, `detail` and `traceId`. `errors` lists every field at fault with a JSON `pointer` into the body (below `/query`, `/path` or `/headers` for the',
    'other parts), a `code` and the rule; never the value.',
    '',
    '| code | status | title | meaning | retry |',
    '|---|---|---|---|---|',
    ...problems,
    '',
    '## Codes of fields',
    '',
    'In `errors` stand these, or a code of the table above.',
    '',
    '| code | meaning |',
    '|---|---|',
    ...fields,
    '',
    '## Errors of the log',
    '',
    'Seen in logs and metrics of the services, never in an answer.',
    '',
    '| code | meaning | retry |',
    '|---|---|---|',
    ...logErrors,
    '',
    '## Exit codes of a service',
    '',
    '| exit code | meaning |',
    '|---|---|',
    '| 0 | stopped as asked |',
    '| 1 | failed, or did not stop within its deadline |',
    '| 70 | could not start; the log says why |',
    '| 78 | the environment is not fit to start on; every missing and bad variable is named on stderr |',
  ].join('\n')}\n`;
}

function yesNo(retryable: boolean): string {
  return retryable ? 'yes' : 'no';
}
