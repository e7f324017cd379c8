/** What stands for the parts of a message that differ from event to event. */
const VARYING = '…';

const VARIABLE_PARTS: readonly RegExp[] = [
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b(?:sha256:)?[0-9a-f]{12,}\b/gi,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
  /\b\d+(?:\.\d+)?(?:ns|µs|ms|[smh])(?:\d+(?:\.\d+)?(?:ms|[smh]))*\b/g,
];

/**
 * The form of an event's message [EV8]: what differs between the pods of one DaemonSet is taken out, so that the same
 * thing on many nodes is one row. Names of pods and nodes, ids, digests, addresses and durations vary; quantities and
 * exit codes stay, because they tell one failure from another.
 */
export function templateOfMessage(message: string, names: readonly string[]): string {
  let template = message.replace(/^\(combined from similar events\): /, '');
  for (const name of names) if (name !== '') template = template.replaceAll(name, VARYING);
  for (const pattern of VARIABLE_PARTS) template = template.replace(pattern, VARYING);
  return template;
}

/** The names that the controller gives to pods of a DaemonSet: `agent-x7k2p`, also of pods that are gone. */
export function podNamesIn(message: string, daemonSet: string): readonly string[] {
  const escaped = daemonSet.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return [...message.matchAll(new RegExp(`\\b${escaped}-[bcdfghjklmnpqrstvwxz2456789]{5}\\b`, 'g'))].map(
    ([name]) => name,
  );
}
