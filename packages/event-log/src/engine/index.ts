// For drivers: an EventLog is made of a store, and the store's promises are in store.ts.
export { type BackOff, backOffMs } from '../back-off.ts';
export { type LogClock, systemClock } from '../clock.ts';
export { createEventLog, type RunningLog } from './event-log.ts';
export { createSettings, type EngineOptions, type EngineSettings } from './settings.ts';
export * from './store.ts';
