export type { Decide, Fault, FaultCounts, FaultKind, ProxiedRequest } from './faults/fault.ts';
export { type FaultProxies, startFaultProxies } from './faults/fault-proxies.ts';
export {
  type AimedFault,
  type FaultProxy,
  type FaultProxyOptions,
  startFaultProxy,
} from './faults/fault-proxy.ts';
export { KAFKA_API } from './faults/request-frame.ts';
export { checkHistory } from './history/check-history.ts';
export { doubleRecords } from './history/double-records.ts';
export type {
  History,
  HistoryStream,
  LoggedChange,
  LoggedDecision,
  LoggedOutcome,
  LoggedRelease,
  OfficeHistory,
} from './history/history.ts';
export type { Finding, FindingKind } from './history/judge/finding.ts';
export type { Latency, Timeline, TimelineStep } from './history/judge/measure-times.ts';
export { type FlowLook, type FlowObserver, observeFlow } from './history/observe-flow.ts';
export { type AwardsMoved, readAwardsMoved } from './history/read-awards.ts';
export { type ReadHistoryOptions, readHistory, withDatabase } from './history/read-history.ts';
export { type HistorySummary, summariseHistory } from './history/summarise-history.ts';
export { type ComparedTable, compareDumps } from './history/tables/compare-dumps.ts';
export { type DumpedTable, dumpTables } from './history/tables/dump-tables.ts';
export { type LedgerStanding, waitForLedger } from './history/wait-for-ledger.ts';
export { type Quiet, type QuietOptions, waitUntilQuiet } from './history/wait-until-quiet.ts';
export { type Area, listOffices, openArea } from './load/area.ts';
export { generateChanges, type LoadOptions } from './load/generate-changes.ts';
export { type LoadChange, lineOf } from './load/load-change.ts';
export { type LoadHouseholdsOptions, loadHouseholds } from './load/load-households.ts';
export { type SendOptions, type SendReport, sendChanges } from './load/send-changes.ts';
export { type OtherwiseOptions, tellOtherwise } from './load/tell-otherwise.ts';
export { createFaultTally, type FaultCount, type FaultTally } from './people/count-faults.ts';
export { describeHousehold, type OfficeLine } from './people/describe-cases.ts';
export {
  chooseRates,
  FAULT_NAMES,
  FAULTS,
  type FaultChoice,
  type FaultName,
  type FaultRates,
} from './people/fault-rates.ts';
export {
  generateHouseholds,
  type HouseholdOptions,
  type HouseholdSource,
  openHouseholds,
} from './people/generate-households.ts';
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
