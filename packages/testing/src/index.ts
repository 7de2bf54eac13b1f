export type { Decide, Fault, FaultCounts, FaultKind, ProxiedRequest } from './faults/fault.ts';
export { type FaultProxies, startFaultProxies } from './faults/fault-proxies.ts';
export {
  type AimedFault,
  type FaultProxy,
  type FaultProxyOptions,
  startFaultProxy,
} from './faults/fault-proxy.ts';
export { KAFKA_API } from './faults/request-frame.ts';
export { checkHistory, type Finding, type FindingKind } from './history/check-history.ts';
export type {
  History,
  LoggedChange,
  LoggedDecision,
  LoggedOutcome,
  LoggedRelease,
  OfficeHistory,
} from './history/history.ts';
export { type ReadHistoryOptions, readHistory, withDatabase } from './history/read-history.ts';
export { type HistorySummary, summariseHistory } from './history/summarise-history.ts';
export { type QuietOptions, waitUntilQuiet } from './history/wait-until-quiet.ts';
export { type Area, listOffices, openArea } from './load/area.ts';
export { generateChanges, type LoadChange, type LoadOptions } from './load/generate-changes.ts';
export { type LoadHouseholdsOptions, loadHouseholds } from './load/load-households.ts';
export { type SendOptions, type SendReport, sendChanges } from './load/send-changes.ts';
export { generateHouseholds } from './people/generate-households.ts';
export type { SyntheticHousehold, SyntheticMember, SyntheticPerson } from './people/household.ts';
export { loadScenarios } from './scenarios/load-scenarios.ts';
export { type Check, runScenario, type ScenarioResult } from './scenarios/run-scenario.ts';
export type {
  ExpectedAnswer,
  ExpectedEnd,
  ExpectedRange,
  Scenario,
  ScenarioStep,
} from './scenarios/scenario.ts';
export { ScenarioError } from './scenarios/scenario-error.ts';
export { createSeededRandom, type SeededRandom } from './seeded-random.ts';
