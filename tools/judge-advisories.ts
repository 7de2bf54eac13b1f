/** An advisory that was looked at and found not to matter here, for a while. */
export type Exception = {
  /** GHSA-… */
  readonly id: string;
  readonly reason: string;
  /** YYYY-MM-DD; from the day after on it counts again. */
  readonly until: string;
};

export type Advisory = {
  readonly id: string;
  readonly severity: string;
  readonly package: string;
  readonly title: string;
};

export type Judgement = {
  /** High or critical, and nobody has excepted them. */
  readonly refused: readonly Advisory[];
  readonly excepted: readonly Advisory[];
  /** Of lower severity: to be looked at when dependencies are next renewed. */
  readonly minor: readonly Advisory[];
  /** Exceptions of which npm says nothing any more. */
  readonly idle: readonly Exception[];
};

/** The part of `npm audit --json` that is read. */
export type AuditReport = {
  readonly vulnerabilities: Readonly<
    Record<string, { readonly via: readonly (string | AuditCause)[] }>
  >;
};
type AuditCause = {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly severity: string;
};

const REFUSED = ['high', 'critical'];

/** Judges what npm reports. Pure; `today` as YYYY-MM-DD. */
export function judgeAdvisories(
  { vulnerabilities }: AuditReport,
  exceptions: readonly Exception[],
  today: string,
): Judgement {
  const causes = Object.values(vulnerabilities).flatMap(({ via }) =>
    via.filter((one) => typeof one !== 'string'),
  );
  const advisories = new Map(
    causes.map(({ name, title, url, severity }) => {
      const id = url.split('/').at(-1) ?? url;
      return [`${id} ${name}`, { id, severity, package: name, title }] as const;
    }),
  );
  const all = [...advisories.values()];
  const grave = all.filter(({ severity }) => REFUSED.includes(severity));
  const inForce = new Set(exceptions.filter(({ until }) => until >= today).map(({ id }) => id));
  return {
    refused: grave.filter(({ id }) => !inForce.has(id)),
    excepted: grave.filter(({ id }) => inForce.has(id)),
    minor: all.filter((one) => !grave.includes(one)),
    idle: exceptions.filter(({ id }) => !all.some((one) => one.id === id)),
  };
}

/** Undefined for an answer that is none: the registry offers no advisories, or cannot be reached. */
export function readReport(text: string): AuditReport | undefined {
  try {
    const report = JSON.parse(text) as Partial<AuditReport>;
    return report.vulnerabilities === undefined ? undefined : (report as AuditReport);
  } catch {
    return undefined; // npm's own words for the failure are printed instead
  }
}
