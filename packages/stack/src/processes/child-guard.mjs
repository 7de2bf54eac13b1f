// Loaded into every service that the stack starts. A service drains and ends by itself when its parent is gone; one that
// does not within this time is ended, so that a killed stack leaves no process behind.
const GRACE_MS = 5_000;

process.once('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
});
// Watching for the parent must not keep a service alive that wants to end.
process.channel?.unref();
