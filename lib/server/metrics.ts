import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import type { Picture, PictureDaemonSet } from '#lib/wire/picture.ts';
import type { Observation } from './edge.ts';

type MeasuredDaemonSet = Pick<PictureDaemonSet, 'namespace' | 'name' | 'uid' | 'state' | 'hardCause' | 'reason'>;
/** The part of the picture that is measured. */
export type MeasuredPicture = Pick<Picture, 'cells'> & { readonly daemonSets: readonly MeasuredDaemonSet[] };

export type MetricsSource = {
  /** Known once the pages are there. */
  readonly build: () => string;
  readonly version: string;
  readonly picture: () => MeasuredPicture | undefined;
  readonly heartbeat: () => Heartbeat | undefined;
  readonly openStreams: () => number;
  readonly droppedLogLines: () => number;
};

export type Metrics = {
  readonly contentType: string;
  readonly render: () => Promise<string>;
  readonly observe: (observation: Observation) => void;
  readonly countUnexpectedError: () => void;
};

/** What is measured when it is asked for; nothing here is a copy that could go stale. */
export function createMetrics(source: MetricsSource): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const on = { registers: [register] };
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer; streams last as long as they are watched.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.25, 1, 5],
    ...on,
  });
  const refused = new Counter({
    name: 'rollcall_requests_refused_total',
    help: 'Requests refused before the pages saw them, by the code of the answer.',
    labelNames: ['code'],
    ...on,
  });
  const unexpected = new Counter({
    name: 'rollcall_unexpected_errors_total',
    help: 'Exceptions that nobody expected; the process lived on.',
    ...on,
  });
  new Gauge({
    name: 'rollcall_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'revision'],
    ...on,
    collect() {
      this.reset();
      this.set({ version: source.version, revision: source.build() }, 1);
    },
  });
  new Gauge({
    name: 'rollcall_stream_clients',
    help: 'Open event streams.',
    ...on,
    collect() {
      this.set(source.openStreams());
    },
  });
  new Counter({
    name: 'rollcall_log_lines_dropped_total',
    help: 'Log lines dropped because nobody read them.',
    ...on,
    collect() {
      this.reset();
      this.inc(source.droppedLogLines());
    },
  });
  registerAges(register, source);
  registerRelists(register, source);
  registerFleet(register, source);
  return {
    contentType: register.contentType,
    render: () => register.metrics(),
    observe: ({ route, status, code, durationMillis }) => {
      duration.observe({ route, status: String(status) }, durationMillis / 1_000);
      if (code !== undefined) refused.inc({ code });
    },
    countUnexpectedError: () => unexpected.inc(),
  };
}

function registerAges(register: Registry, { heartbeat }: MetricsSource): void {
  new Gauge({
    name: 'rollcall_snapshot_age_seconds',
    help: 'Age of the oldest mandatory resource; absent before the first sync.',
    registers: [register],
    collect() {
      this.reset();
      const age = heartbeat()?.asOfAgeMs ?? null;
      if (age === null) this.remove();
      else this.set(age / 1_000);
    },
  });
  const perResource = (name: string, help: string, read: (health: Heartbeat['perResource'][string]) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['resource'],
      registers: [register],
      collect() {
        this.reset();
        for (const [resource, health] of Object.entries(heartbeat()?.perResource ?? {}))
          this.set({ resource }, read(health));
      },
    });
  perResource('rollcall_watch_connected', '1 while the watch of a resource is live.', ({ state }) =>
    state === 'live' ? 1 : 0,
  );
  perResource('rollcall_objects', 'Objects held of a resource.', ({ objects }) => objects);
}

function registerRelists(register: Registry, { heartbeat }: MetricsSource): void {
  new Counter({
    name: 'rollcall_watch_relists_total',
    help: 'Times a resource was listed anew since the start.',
    labelNames: ['resource'],
    registers: [register],
    collect() {
      this.reset();
      for (const [resource, { relists }] of Object.entries(heartbeat()?.perResource ?? {}))
        this.inc({ resource }, relists);
    },
  });
}

function registerFleet(register: Registry, { picture }: MetricsSource): void {
  new Gauge({
    name: 'rollcall_daemonset_nodes',
    help: 'Nodes of a DaemonSet by the state of their cell.',
    labelNames: ['namespace', 'daemonset', 'state'],
    registers: [register],
    collect() {
      this.reset();
      const now = picture();
      for (const { namespace, name, uid } of now?.daemonSets ?? []) {
        const counts = CELL_STATES.map(() => 0);
        for (const cell of now?.cells.get(uid) ?? []) counts[cell] = (counts[cell] ?? 0) + 1;
        for (const [index, state] of CELL_STATES.entries())
          this.set({ namespace, daemonset: name, state }, counts[index] ?? 0);
      }
    },
  });
  new Gauge({
    name: 'rollcall_daemonset_stalled',
    help: '1 while a DaemonSet is stalled.',
    labelNames: ['namespace', 'daemonset', 'cause'],
    registers: [register],
    collect() {
      this.reset();
      for (const { namespace, name, state, hardCause, reason } of picture()?.daemonSets ?? []) {
        const cause = state === 'Stalled' ? (hardCause ?? reason) : '';
        this.set({ namespace, daemonset: name, cause }, state === 'Stalled' ? 1 : 0);
      }
    },
  });
}
