export type { ConsumerOptions } from './consumer-options.ts';
export { openEventLog } from './open-event-log.ts';
export type { Parts } from './open-parts.ts';
export { type OpenServiceOptions, openService, type ServiceParts } from './open-service.ts';
export { type EngineOptions, runEngine } from './run-engine.ts';
export { waitUntilAvailable } from './wait-until-available.ts';
