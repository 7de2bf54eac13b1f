/** Does something from time to time, one turn after another, and once more when it stops. It must not reject. */
export function doRegularly(act: () => Promise<void>, everyMs: number): { stop(): Promise<void> } {
  let turn = Promise.resolve();
  const timer = setInterval(() => {
    turn = turn.then(act);
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await turn.then(act);
    },
  };
}
