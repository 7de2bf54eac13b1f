// Starts a broker, tells its process id and address, and either waits to be killed or ends without stopping it.
import { startJavaKafka } from '../src/kafka/start-java.ts';

const [, , dir = '', how] = process.argv;
const { nodes, brokers } = await startJavaKafka({ dir });
process.send?.({ pid: nodes[0]?.pid(), broker: brokers[0] });
if (how === 'wait') setInterval(() => undefined, 60_000);
else process.disconnect();
