import { onOwnKafka } from '../../stack/test/on-own-kafka.ts';
import { checkTopics } from './check-topics.ts';

checkTopics('kafka', onOwnKafka);
