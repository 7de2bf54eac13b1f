import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricOptions {
  /** `told_…`, unit last: `told_outbox_age_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

export type Labels = Readonly<Record<string, string | number>>;

/** Metrics of one service. A metric holds at most 200 series; labels beyond that are counted as `other`, so that no caller can fill the memory. */
export interface Metrics {
  counter(options: MetricOptions): (labels?: Labels, by?: number) => void;
  histogram(
    options: MetricOptions & { readonly buckets?: readonly number[] },
  ): (value: number, labels?: Labels) => void;
  /** Read by `collect` when the metrics are asked for. */
  gauge(
    options: Omit<MetricOptions, 'labels'> & { readonly collect: () => number | Promise<number> },
  ): void;
  /** The text of Prometheus' exposition format. */
  expose(): Promise<string>;
  readonly contentType: string;
}

const SERIES_MAX = 200;
const DURATION_BUCKETS_SECONDS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Metrics of this process and whatever the service adds. */
export function createMetrics(options: { readonly processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry });
  const common = ({ name, help, labels = [] }: MetricOptions) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });

  return {
    counter(of) {
      const counter = new Counter(common(of));
      const bound = createBound();
      return (labels = {}, by = 1) => counter.inc(bound(labels), by);
    },
    histogram(of) {
      const buckets = [...(of.buckets ?? DURATION_BUCKETS_SECONDS)];
      const histogram = new Histogram({ ...common(of), buckets });
      const bound = createBound();
      return (value, labels = {}) => histogram.observe(bound(labels), value);
    },
    gauge(of) {
      new Gauge({
        ...common(of),
        async collect() {
          this.set(await of.collect());
        },
      });
    },
    expose: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function createBound(): (labels: Labels) => Record<string, string | number> {
  const seen = new Set<string>();
  return (labels) => {
    const series = Object.values(labels).join(' ');
    if (seen.has(series)) return labels;
    if (seen.size < SERIES_MAX) {
      seen.add(series);
      return labels;
    }
    return Object.fromEntries(Object.keys(labels).map((label) => [label, 'other']));
  };
}
