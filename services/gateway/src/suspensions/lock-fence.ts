import type { Statement, Transaction } from '@told/service';

// Deciders hold the row FOR SHARE one after another and overlapping, and a row lock that fits those before it is given past whoever
// waits for another: a suspension could wait for ever. A table's locks are given in turn, and this one stands in the way of FOR SHARE.
const QUEUE: Statement = {
  name: 'gateway_queue_for_suspensions',
  text: 'LOCK TABLE suspension_fence IN EXCLUSIVE MODE',
};

const LOCK: Statement = {
  name: 'gateway_lock_suspensions',
  text: 'SELECT version FROM suspension_fence FOR UPDATE',
};

const RAISE: Statement = {
  name: 'gateway_raise_suspensions',
  text: 'UPDATE suspension_fence SET version = $1',
};

/**
 * Waits for the decisions under way and stops others until the transaction ends; also two that suspend, or write agencies, at once. Returns
 * the fence's version.
 */
export async function lockFence(tx: Transaction): Promise<number> {
  await tx.query(QUEUE);
  const { rows } = await tx.query<{ version: number }>(LOCK);
  const [fence] = rows;
  if (fence === undefined) throw new TypeError('the fence of suspensions has no row');
  return fence.version;
}

/** Every decision is clearly before or after this version. The fence is locked. */
export const raiseFence = async (tx: Transaction, version: number): Promise<void> =>
  void (await tx.query(RAISE, [version]));
