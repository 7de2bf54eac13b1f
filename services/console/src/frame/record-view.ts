import type { Calls } from '../back-ends/calls.ts';

/** Has audit record that somebody looks at a page; before anything is read for it, since what cannot be recorded is not shown. */
export async function recordView(
  { call, reason }: { readonly call: Pick<Calls, 'audit'>; readonly reason: string },
  page: string,
): Promise<void> {
  await call.audit('/v1/views', { body: { page: `console/${page}`, reason } });
}
