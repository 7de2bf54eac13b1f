export { guardByPause, type Pause, readPause } from './pause.ts';
export { addPauseRoutes, type PauseRoutePorts } from './pause-routes.ts';
