/** Where a node is: its ports on this machine, and its folder. */
export type NodePlace = {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
  readonly dataDir: string;
};

/** With three copies, two must have a record before it counts, so that one broker may be lost. */
const COPIES_MAX = 3;

/**
 * The properties of one node: `template` (infra/kafka/node.properties) filled in, then `more`, which wins. Throws when the
 * template asks for something else.
 */
export function formatNodeSettings(
  template: string,
  node: NodePlace,
  all: readonly NodePlace[],
  more: Readonly<Record<string, string>>,
): string {
  const copies = Math.min(all.length, COPIES_MAX);
  const values: Readonly<Record<string, string | number>> = {
    ID: node.id,
    PORT: node.port,
    CONTROLLER_PORT: node.controllerPort,
    VOTERS: all.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    DATA: node.dataDir,
    COPIES: copies,
    COPIES_MIN: copies > 2 ? 2 : 1,
  };
  const settings = template
    .split('\n')
    .filter((row) => !row.startsWith('#'))
    .join('\n')
    .replace(/\{([A-Z_]+)\}/g, (_whole, name: string) => {
      const value = values[name];
      if (value === undefined)
        throw new Error(`node.properties asks for {${name}}, which has no value`);
      return String(value);
    });
  const rows = Object.entries(more).map(([name, value]) => `${name}=${value}`);
  return `${[settings.trim(), ...rows].join('\n')}\n`;
}
