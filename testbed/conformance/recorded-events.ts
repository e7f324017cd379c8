import type { KubernetesObject } from '../kinds.ts';

type EventFields = {
  readonly involvedObject: { readonly kind: string };
  readonly reason: string;
  readonly message: string;
  readonly type: string;
  readonly reportingComponent?: string;
  readonly source?: { readonly component?: string };
};

/** Who says the same on both clusters. A kubelet does not: kwok is none, and says what its stages tell it to. */
const COMPONENTS: readonly string[] = ['daemonset-controller', 'default-scheduler', 'taint-eviction-controller'];

/** Each once: recorders ration what they say again. */
export function recordedEvents(
  events: readonly KubernetesObject[],
  normalise: (text: string) => string,
): readonly string[] {
  const texts = (events as readonly (KubernetesObject & EventFields)[]).flatMap((event) => {
    const { involvedObject, reason, message, type, reportingComponent = '', source } = event;
    const component = reportingComponent === '' ? (source?.component ?? '') : reportingComponent;
    if (!COMPONENTS.includes(component)) return [];
    return [`${type} ${reason} of a ${involvedObject.kind} by ${component}: ${normalise(message)}`];
  });
  return [...new Set(texts)].sort();
}
