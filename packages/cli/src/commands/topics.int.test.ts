import { checkTopics } from '../../test/check-topics.ts';

checkTopics('embedded');
