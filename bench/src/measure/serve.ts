/** The side of a contender that answers requests in a process of its own. */
export type Serving = { readonly url: string; close(): Promise<void> };

export type ToServer<Work> = { readonly work: Work } | { readonly stop: true };
export type FromServer = { readonly url: string };

/** Opens, says where it listens, and closes when told to. A failure ends the process with its error on stderr. */
export function serve<Work>(open: (work: Work) => Promise<Serving>): void {
  let serving: Serving | undefined;
  process.on('message', (message: ToServer<Work>) => {
    void (async () => {
      if ('work' in message) {
        serving = await open(message.work);
        const listening: FromServer = { url: serving.url };
        process.send?.(listening);
      } else {
        await serving?.close();
        process.disconnect();
      }
    })();
  });
}
