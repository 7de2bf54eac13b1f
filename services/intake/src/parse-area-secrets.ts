import type { AreaSecret } from '@told/identity';

const SECRET = /^([1-9][0-9]{0,5}):(.{32,})$/;

/** `1:<secret>,2:<secret>`, newest last, each of at least 32 characters without a comma; undefined: it is not that. */
export function parseAreaSecrets(text: string): readonly AreaSecret[] | undefined {
  const secrets: AreaSecret[] = [];
  for (const part of text.split(',')) {
    const [, version, secret] = SECRET.exec(part) ?? [];
    if (version === undefined || secret === undefined) return undefined;
    if (Number(version) <= (secrets.at(-1)?.version ?? 0)) return undefined;
    secrets.push({ version: Number(version), secret });
  }
  return secrets;
}
