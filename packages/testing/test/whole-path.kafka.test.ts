import { onSecuredKafka } from '../../stack/test/on-own-kafka.ts';
import { checkWholePath } from './check-whole-path.ts';

checkWholePath(onSecuredKafka);
