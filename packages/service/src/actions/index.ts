export { namesPerson } from './names-person.ts';
export { checkReason, REASON_LENGTH_MAX, reasonBodySchema, reasonSchema } from './reason.ts';
export {
  type ActionPorts,
  type ActionTarget,
  actionsUseFor,
  recordAction,
  type WantedAction,
} from './record-action.ts';
