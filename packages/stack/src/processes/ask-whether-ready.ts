/** `ready`, or what there is instead of an answer that is well. */
export async function askWhetherReady(url: string, timeoutMs: number): Promise<string> {
  try {
    const response = await fetch(url, {
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return response.ok ? 'ready' : `${response.status} ${text}`;
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    return String(cause ?? error); // it does not listen yet
  }
}
