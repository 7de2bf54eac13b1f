// kafkajs as its users have it: the peer that the driver is measured against, and the one who reads back what it wrote.
export { type Admin, Kafka, logLevel, type Message, type Producer } from 'kafkajs';
