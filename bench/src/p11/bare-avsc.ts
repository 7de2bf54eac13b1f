import { openBareWorks } from '../../../packages/codec/test/codec-contenders.ts';
import { contendWith } from './contend-codec.ts';

contendWith(async () => openBareWorks());
