import { makeVisible } from '#lib/text/visible.ts';
import type { Runtime } from './runtime.ts';

/** What the terminal says of where the picture comes from, where that is not a cluster of somebody's. */
export function announcement(source: Runtime['source'], command: string): readonly string[] {
  if (source.kind === 'NoCluster')
    return [
      `No cluster is being read: no kubeconfig and no service account. Tried ${source.tried.join(', ')}.`,
      `  a cluster of yours:   ${command} --kubeconfig=FILE`,
      `  a simulated cluster:  ${command} --simulate`,
    ].map(makeVisible);
  const { source: origin } = source.fleet.picture();
  if (origin.kind === 'Files' || origin.simulated === undefined) return [];
  const { scenario, description } = origin.simulated;
  return [
    `SIMULATED: no Kubernetes is being read. Scenario ${scenario}: ${description}`,
    `  a cluster of yours:   ${command} --kubeconfig=FILE, or --context=NAME`,
    `  another scenario:     ${command} --simulate=NAME`,
  ];
}
