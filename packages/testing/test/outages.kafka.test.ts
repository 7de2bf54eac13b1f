import { checkLogOutages } from './check-outages.ts';

// Brokers that are processes of the stack's own: others cannot be killed.
checkLogOutages(async () => ({ logKind: 'kafka', kafkaSource: 'java' }), {
  stop: async (stack) =>
    void (await Promise.all((stack.kafka?.nodes ?? []).map((node) => node.kill('SIGKILL')))),
  start: async (stack) =>
    void (await Promise.all((stack.kafka?.nodes ?? []).map((node) => node.start()))),
});
