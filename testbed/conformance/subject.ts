import type { DeleteOptions, WaitOptions } from '../client.ts';
import type { KubernetesObject, Reference } from '../kinds.ts';
import type { NodePlan } from '../nodes.ts';

/*
 * What is compared: something that speaks the reading half of the Kubernetes API, and whose objects can be changed. Every
 * case of the suite is written against this alone, so that it cannot know which cluster it has before it.
 */

/**
 * Who asks: with all rights, with none, with all rights in ONE_NAMESPACE alone, with a token that is not known, or
 * without a token.
 */
export type Who = 'all' | 'none' | 'oneNamespace' | 'wrong' | 'nobody';
export const ONE_NAMESPACE = 'only-here';

export type Headers = Readonly<Record<string, string>>;
export type Ask = {
  /** `all` unless given. */
  readonly as?: Who;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Headers;
  readonly body?: string;
  readonly signal?: AbortSignal;
};
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** As it came; gzip is not taken off. */
  readonly bytes: Buffer;
  /** Unzipped where it was zipped. */
  readonly text: string;
  /** What the text says as JSON; undefined when it is none. */
  readonly json: unknown;
};

export type WatchLine = {
  readonly type: string;
  readonly object: Readonly<Record<string, unknown>> & {
    readonly metadata: Readonly<Record<string, unknown>> & {
      readonly name?: string;
      readonly resourceVersion?: string;
    };
  };
};
export type WatchStream = {
  readonly status: number;
  readonly headers: Headers;
  /** The next line; undefined when the stream has ended. Fails when nothing comes for ten seconds. */
  readonly next: () => Promise<WatchLine | undefined>;
  /** What comes, up to and with the first line for which this holds; fails when the stream ends before. */
  readonly until: (isLast: (line: WatchLine) => boolean) => Promise<WatchLine[]>;
  /** What comes until the end of the stream. */
  readonly rest: () => Promise<WatchLine[]>;
  readonly close: () => void;
};

export type Subject = {
  readonly name: 'control plane' | 'simulator';
  readonly url: string;
  readonly get: (path: string, ask?: Ask) => Promise<Answer>;
  /** A GET whose body is read line by line as it comes. */
  readonly stream: (path: string, ask?: Ask) => Promise<WatchStream>;
  /** What the cluster made of it. A namespaced object goes to `default` unless it says. */
  readonly create: (object: KubernetesObject) => Promise<KubernetesObject>;
  /** A JSON merge patch. */
  readonly patch: (reference: Reference, patch: unknown) => Promise<KubernetesObject>;
  /** The same of the status, which is written apart. */
  readonly patchStatus: (reference: Reference, patch: unknown) => Promise<KubernetesObject>;
  /** Deleting what is not there is fine. */
  readonly delete: (reference: Reference, options?: DeleteOptions) => Promise<void>;
  /** The revision of the last write. */
  readonly currentRevision: () => Promise<string>;
  /** Nothing before the present revision is remembered any more. Watches that are open may end. */
  readonly compact: () => Promise<void>;
  /**
   * Asks until `condition` gives something other than undefined or false, and gives that. Waits in the subject's own
   * time: a simulated cluster may be stepped in between.
   */
  readonly until: <Value>(
    what: string,
    condition: () => Promise<Value | undefined | false>,
    options?: WaitOptions,
  ) => Promise<Value>;
  readonly close: () => Promise<void>;
};

/** A subject with controllers, a scheduler and kubelets behind it. */
export type ClusterSubject = Subject & {
  /** Creates nodes and waits until those with a kubelet are Ready. */
  readonly addNodes: (plans: readonly NodePlan[]) => Promise<void>;
  readonly killKubelet: (node: string) => Promise<void>;
  readonly reviveKubelet: (node: string) => Promise<void>;
  /** The eviction API's answer: 201, or 429 while a budget forbids it, with its message. */
  readonly evict: (pod: { readonly name: string; readonly namespace: string }) => Promise<{
    readonly status: number;
    readonly message: string;
  }>;
};
