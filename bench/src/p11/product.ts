import { openCodecWorks } from '../../../packages/codec/test/codec-contenders.ts';
import { contendWith } from './contend-codec.ts';

contendWith(openCodecWorks);
