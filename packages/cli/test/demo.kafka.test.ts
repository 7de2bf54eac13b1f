import { expect } from '@jest/globals';
import { checkDemo } from './check-demo.ts';

checkDemo(['--bus', 'kafka'], { bus: 'kafka', brokers: expect.any(Number) });
