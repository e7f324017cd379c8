import type { DaemonSetDetails, NodeDetails } from '#lib/wire/details.ts';
import type { GroupBy } from '#lib/wire/group-by.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import type { Picture } from '#lib/wire/picture.ts';
import type { Between, RevisionsAnswer } from '#lib/wire/revision-diff.ts';
import type { NodeListReport, StarvedReport } from '#lib/wire/room.ts';
import type { Timeline, TimelineRange } from '#lib/wire/timeline.ts';

/*
 * The one door from Next's bundles to the running process. Next gives pages, route handlers and the server each their
 * own instance of a module, so nothing can be shared by importing it: the composition root puts the runtime on
 * globalThis, and pages and routes take it from there. This file imports types alone.
 */

export const RUNTIME_VERSION = 5;

/** The answer to a question for one object; every way of not having it is a case of its own. */
export type Answer<Value> =
  | { readonly kind: 'Found'; readonly value: Value }
  | { readonly kind: 'NotFound' }
  /** The resource that may not be read, or has not been read yet. */
  | { readonly kind: 'Forbidden'; readonly resource: string }
  | { readonly kind: 'NotSynced'; readonly resource: string };

/** The snapshot as it goes over the wire: encoded once per state of the picture, for everyone. */
export type SnapshotBytes = {
  readonly etag: string;
  readonly contentType: string;
  /** Undefined: as it is. */
  readonly contentEncoding: 'br' | 'gzip' | undefined;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

export type SubscribeOptions = { readonly lastEventId?: string; readonly signal: AbortSignal };

/** What the fleet says to pages and routes. */
export type RuntimeFleet = {
  readonly picture: () => Picture;
  readonly heartbeat: () => Heartbeat;
  readonly snapshot: (acceptEncoding: string | null) => Promise<SnapshotBytes>;
  /** Frames of the event stream; undefined when no further stream can be opened. Cancelling it twice is harmless. */
  readonly subscribe: (options: SubscribeOptions) => ReadableStream<Uint8Array> | undefined;
  readonly daemonSetDetails: (namespace: string, name: string) => Answer<DaemonSetDetails>;
  /** Without `between`: what changed in this rollout. */
  readonly revisions: (namespace: string, name: string, between: Between | undefined) => Answer<RevisionsAnswer>;
  readonly timeline: (
    namespace: string,
    name: string,
    options: { readonly range: TimelineRange | undefined; readonly groupBy: GroupBy },
  ) => Answer<Timeline>;
  readonly nodeDetails: (name: string) => Promise<Answer<NodeDetails>>;
  readonly nodeList: () => Promise<Answer<NodeListReport>>;
  readonly starved: () => Promise<Answer<StarvedReport>>;
};

export type Runtime = {
  readonly version: typeof RUNTIME_VERSION;
  /** Names this build of the pages; it changes when they do. */
  readonly build: string;
  /** What starts this server, for lines that are to be copied: `npm start --` in a checkout, else `rollcall serve`. */
  readonly command: string;
  readonly source:
    | { readonly kind: 'Reading'; readonly fleet: RuntimeFleet }
    /** No kubeconfig and no service account: what was looked for, one sentence each. */
    | { readonly kind: 'NoCluster'; readonly tried: readonly string[] };
  /** Served beyond loopback without authentication, because the operator said so: every page carries a red banner. */
  readonly insecureNoAuth: boolean;
  /** The certificate of the API server is not verified, because the operator said so: a banner says it. */
  readonly insecureSkipTlsVerify: boolean;
  /** Ends what the runtime holds open; calling it again does nothing. */
  readonly dispose: () => void;
};

const SYMBOL = Symbol.for('rollcall.runtime');
type Holder = { [SYMBOL]?: Runtime };
const holder: typeof globalThis & Holder = globalThis;

/** Undefined while nothing is running (a build) or when what runs is of another version of this file. */
export function readRuntime(): Runtime | undefined {
  const runtime = holder[SYMBOL];
  return runtime?.version === RUNTIME_VERSION ? runtime : undefined;
}

/** The fleet, if a cluster or files are being read. */
export function readFleet(): RuntimeFleet | undefined {
  const runtime = readRuntime();
  return runtime?.source.kind === 'Reading' ? runtime.source.fleet : undefined;
}

/** Called by the composition root alone; whatever ran before is disposed of. */
export function publishRuntime(runtime: Runtime): void {
  holder[SYMBOL]?.dispose();
  holder[SYMBOL] = runtime;
}
