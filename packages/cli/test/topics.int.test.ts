import { checkTopics } from './check-topics.ts';

checkTopics(
  { logKind: 'embedded' },
  {
    enforced: false,
    said: ' that infra names\n\nrights: none to apply; in an embedded log its database’s roles say who may do what',
  },
);
