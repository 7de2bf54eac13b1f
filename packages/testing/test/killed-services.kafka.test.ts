import { onOwnKafka } from '../../stack/test/on-own-kafka.ts';
import { checkKilledServices } from './check-killed-services.ts';

checkKilledServices(onOwnKafka);
