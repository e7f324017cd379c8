import { serializeEvictions } from './room-url.ts';

type PodName = { readonly namespace: string; readonly name: string };

/** The page of a node, with these pods thought away: where its room is drawn, with the plan to make more [5.6]. */
export function planAddress(node: string, pods: readonly PodName[]): string {
  const page = `/nodes/${encodeURIComponent(node)}`;
  if (pods.length === 0) return `${page}#room`;
  return `${page}?if=${serializeEvictions(pods.map(({ namespace, name }) => `${namespace}/${name}`))}#room`;
}
