export { doRegularly } from './do-regularly.ts';
export { failpoint } from './failpoint.ts';
export { giveWay } from './give-way.ts';
export * from './run-service.ts';
export { type StopStep, stopInOrder } from './stop-in-order.ts';
