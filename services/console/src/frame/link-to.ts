/** A place of ours with what was asked of it; what is empty is left out. */
export function linkTo(
  path: string,
  query: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') asked.set(name, String(value));
  }
  return asked.size === 0 ? path : `${path}?${asked}`;
}
