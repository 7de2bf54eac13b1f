export { openEventLog } from './open-event-log.ts';
export {
  type ConsumerOptions,
  type OpenServiceOptions,
  openService,
  type ServiceParts,
} from './open-service.ts';
export { waitUntilAvailable } from './wait-until-available.ts';
