// Starts a broker for a test that kills this process, and tells the broker's process id and address.
import { startJavaKafka } from '../src/kafka/start-java.ts';

const { nodes, brokers } = await startJavaKafka({ dir: process.argv[2] ?? '' });
process.send?.({ pid: nodes[0]?.pid(), broker: brokers[0] });
setInterval(() => undefined, 60_000);
