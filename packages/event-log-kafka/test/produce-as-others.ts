// Produces one record as a foreign client would, with kafkajs itself and no header: brokers, topic, key and value (base64).
import { Kafka, logLevel } from 'kafkajs';

const [, , brokers = '', topic = '', key = '', value = ''] = process.argv;
const producer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR }).producer();
await producer.connect();
await producer.send({
  topic,
  messages: [{ key: Buffer.from(key, 'base64'), value: Buffer.from(value, 'base64') }],
});
await producer.disconnect();
