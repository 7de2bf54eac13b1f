import { checkTopics } from './check-topics.ts';

checkTopics('embedded', async () => ({ logKind: 'embedded' }));
