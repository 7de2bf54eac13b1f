import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { INFRA } from '../repository.ts';

export type BrokerSection = 'common' | 'loopback' | 'open' | 'secured';

/** What a broker is set to: property → value. */
export type BrokerSettings = Readonly<Record<string, string>>;

/** With three copies, two must have a record before it counts, so that one broker may be lost. */
const COPIES_MAX = 3;

/** Values for {COPIES} and {COPIES_MIN} in a cluster of so many brokers. */
export function chooseCopies(brokers: number) {
  const copies = Math.min(brokers, COPIES_MAX);
  return { COPIES: copies, COPIES_MIN: copies > 2 ? 2 : 1 };
}

/** The named sections of infra/kafka/broker-settings.yaml with their braces filled in; later ones win. Throws when a brace has no value. */
export const readBrokerSettings = (
  sections: readonly BrokerSection[],
  values: Readonly<Record<string, string | number>>,
): BrokerSettings =>
  fillIn(fs.readFileSync(path.join(INFRA, 'kafka/broker-settings.yaml'), 'utf8'), sections, values);

export function fillIn(
  text: string,
  sections: readonly BrokerSection[],
  values: Readonly<Record<string, string | number>>,
): BrokerSettings {
  const table = parse(text) as Readonly<Record<BrokerSection, Readonly<Record<string, unknown>>>>;
  const chosen = Object.assign({}, ...sections.map((section) => table[section]));
  return Object.fromEntries(
    Object.entries(chosen).map(([name, template]) => {
      const value = String(template).replace(/\{([A-Z_]+)\}/g, (_whole, brace: string) => {
        const given = values[brace];
        if (given === undefined) throw new Error(`${name} asks for {${brace}}, which has no value`);
        return String(given);
      });
      return [name, value];
    }),
  );
}
