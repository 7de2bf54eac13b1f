/** Topics that agencies write, with clients of any kind: only there may a record come without a digest (infra/topics.yaml, `writers`). */
export const isWrittenByAgencies = (topic: string): boolean =>
  /^told\.(?:submissions|outcomes)\../.test(topic);
