/** Half a second: an orphan keeps its port and its locks no longer than that. */
const POLL_MS = 500;

export interface ParentPort {
  readonly connected: () => boolean;
  readonly ppid: () => number;
  readonly onDisconnect: (listener: () => void) => void;
}

const processParent: ParentPort = {
  connected: () => process.connected === true,
  ppid: () => process.ppid,
  onDisconnect: (listener) => {
    process.once('disconnect', listener);
  },
};

/** Calls `onDeath` once when the process that started this one is gone: its IPC channel closes, or the parent id changes. Watches only when there is a channel. */
export function watchParent(
  onDeath: () => void,
  parent = processParent,
  pollMs = POLL_MS,
): () => void {
  if (!parent.connected()) return () => undefined;
  const first = parent.ppid();
  let told = false;
  const tell = () => {
    clearInterval(poll);
    if (told) return;
    told = true;
    onDeath();
  };
  const poll = setInterval(() => {
    if (parent.ppid() !== first) tell();
  }, pollMs);
  poll.unref();
  parent.onDisconnect(tell);
  return () => {
    told = true;
    clearInterval(poll);
  };
}
