import {
  ADMIN_USER,
  groupPrefixOf,
  listLogUsers,
  listRights,
  type Right,
  userOfService,
} from '@told/stack';
import { type Bus, listNames } from './bus-topics.ts';

/** docs/reference/rights.md, made from the rights that are applied. */
export function renderRightsPage({ topics, agencies, services }: Bus): string {
  const members = { agencies, services };
  const rights = listRights(topics, members);
  const users = listLogUsers(members);
  const rows = [...Map.groupBy(rights.filter(isOnTopic), ({ name }) => name)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([topic, ofTopic]) => {
      const cells = users.map((user) =>
        describeCell(ofTopic.filter((right) => right.user === user)),
      );
      return `| \`${topic}\` | ${cells.join(' | ')} |`;
    });
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from infra/topics.yaml, infra/agencies and schemas/subjects.json; do not edit. -->',
    '',
    '# Rights on Kafka',
    '',
    'On a cluster with an authorizer each user may do what this page says, and nothing else. The start of a secured stack and',
    '`told topics apply` make it so; `told topics plan` shows what differs, and `told doctor` that something does.',
    '',
    '## Users',
    '',
    `A service’s user is ${listNames(services.map(userOfService))}; an agency’s user is its id. Each logs in with SCRAM-SHA-512, or`,
    'shows a certificate whose common name is the user. Whoever acts for an agency acts as that user, whether its program is of this',
    `deployment or its own. \`${ADMIN_USER}\` changes topics, users and rights, and is nobody’s login for anything else.`,
    '',
    '## Topics',
    '',
    '`W` writes, `R` reads, `–` sees nothing of it, not even that it exists.',
    '',
    `| topic | ${users.map((user) => `\`${user}\``).join(' | ')} |`,
    `|---|${users.map(() => '---|').join('')}`,
    ...rows,
    '',
    'As rules of Kafka: `W` is `Write`, `R` is `Read`, and either comes with `DescribeConfigs`, since who uses a topic has to learn',
    'how long it keeps its records. Both imply `Describe`. A writer may be idempotent, and not transactional.',
    '',
    '## Groups',
    '',
    '| user | `Read` on groups |',
    '|---|---|',
    ...services.map((service) => `| \`${userOfService(service)}\` | \`${service}\` |`),
    ...agencies.map(
      (agency) => `| \`${agency}\` | all that begin with \`${groupPrefixOf(agency)}\` |`,
    ),
    '',
    '## What nobody has',
    '',
    'No user here may create, delete or change a topic, see or change rights or users, use a transactional id, or read another’s group.',
    '',
    'An agency that joins or is suspended has the rights of every other. What it is told is decided by the gateway, which refuses it',
    'from the moment of its suspension; a right that is revoked is no such fence, since a broker may still answer what it was asked',
    'before. And who is suspended must still hear, and answer, that it is not to rely on what it was given.',
    '',
    '## What differs',
    '',
    '| rule on the cluster | `told topics apply` |',
    '|---|---|',
    '| named here and missing | grants it |',
    '| on a topic under `told.`, a group of the table, or for a user of ours on the cluster itself, and not named here | revokes it |',
    '| that denies, or reaches our topics and others’ alike (`*`, a shorter prefix) | leaves it; `plan` shows it, a person decides |',
    `| on other topics and groups, or of \`${ADMIN_USER}\` | leaves it |`,
    '',
    'A service whose right is missing waits, says which right it lacks at `/health/ready`, and goes on by itself once it is granted:',
    '[errors](errors.md), `unauthorized`.',
  ].join('\n')}\n`;
}

const isOnTopic = ({ resource }: Right): boolean => resource === 'topic';

function describeCell(rights: readonly Right[]): string {
  const has = (operation: Right['operation']): boolean =>
    rights.some((right) => right.operation === operation);
  const letters = [has('Write') && 'W', has('Read') && 'R'].filter((one) => one !== false);
  return letters.length === 0 ? '–' : letters.join(' ');
}
