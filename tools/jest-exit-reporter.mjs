// A run that cannot end because something is still open fails, instead of hanging until somebody looks.

/** The teardown of the run's PostgreSQL comes after the last report. */
const GRACE_MS = 60_000;

export default class ExitReporter {
  #graceMs;

  constructor(_globalConfig, { graceMs = GRACE_MS } = {}) {
    this.#graceMs = graceMs;
  }

  onRunComplete() {
    const timer = setTimeout(() => {
      const open = process.getActiveResourcesInfo().join(', ');
      process.stderr.write(`The run is over but does not end; still open: ${open}\n`);
      process.exit(1);
    }, this.#graceMs);
    timer.unref(); // a run without leaks ends before
  }
}
