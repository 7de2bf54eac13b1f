import { type Variable, variable } from '@told/service';

const ENTRY = /^([a-z][a-z0-9_-]{0,62}):([\w-]{16,})$/;

/** An environment variable with a secret for each of several names: `luton:…,jobcentre:…`. */
export const secretMap = (name: string): Variable<Readonly<Record<string, string>>> =>
  variable(
    name,
    'names and secrets as name:secret, separated by commas, each secret of at least 16 letters, digits, - and _',
    (text) => {
      const entries = text.split(',').map((entry) => ENTRY.exec(entry));
      if (entries.includes(null)) return undefined;
      return Object.fromEntries(entries.map((entry) => [entry?.[1], entry?.[2]]));
    },
  );
