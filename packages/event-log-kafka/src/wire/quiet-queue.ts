import { RequestQueueClass } from './kafkajs-parts.ts';

/**
 * kafkajs checks for throttled requests by a timer that arms itself again whether or not one waits: on an idle connection
 * every millisecond, with a negative delay, for ever. Requests that are not sent at once are pending, and what is pending is
 * looked at whenever an answer comes; so without pending requests there is nothing to arm the timer for.
 */
export function quietIdleQueues(): void {
  const { prototype } = RequestQueueClass;
  if (prototype.scheduleCheckPendingRequests.name === quiet) return;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = {
    [quiet](this: typeof prototype): void {
      if (this.pending.length > 0) schedule.call(this);
    },
  }[quiet] as () => void;
}
const quiet = 'scheduleCheckOfPendingRequests';
