export { doRegularly } from './do-regularly.ts';
export { failpoint } from './failpoint.ts';
export * from './run-service.ts';
export { type StopStep, stopInOrder } from './stop-in-order.ts';
