import { checkDemo } from './check-demo.ts';

checkDemo([], { bus: 'embedded', brokers: 0, brokerMb: null });
