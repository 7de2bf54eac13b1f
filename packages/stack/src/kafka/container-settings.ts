/** How the image is told: `group.min.session.timeout.ms` is KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS. */
export function toEnvironment(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `KAFKA_${name.replaceAll('_', '__').replaceAll('-', '___').replaceAll('.', '_').toUpperCase()}`,
      value,
    ]),
  );
}
