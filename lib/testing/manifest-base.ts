/** A JSON Pointer to what it becomes; undefined takes it out. */
export type Edits = Readonly<Record<string, unknown>>;

/** Where the things are that most edits change. */
export const POD = '/spec/template/spec';
export const CONTAINER = `${POD}/containers/0`;
export const VOLUMES = `${POD}/volumes`;
export const AFFINITY = `${POD}/affinity`;
export const NODE_AFFINITY = `${AFFINITY}/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution`;

/** A DaemonSet in which nothing is wrong, with some of everything that a node agent has. */
export function goodManifest(): Record<string, unknown> {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default', labels: { app: 'agent' }, annotations: { note: 'none' } },
    spec: {
      minReadySeconds: 5,
      selector: { matchLabels: { app: 'agent' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
      template: {
        metadata: { labels: { app: 'agent', tier: 'node' }, annotations: { note: 'none' } },
        spec: {
          serviceAccountName: 'agent',
          terminationGracePeriodSeconds: 20,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'NotIn', values: ['edge'] }] }],
              },
            },
          },
          securityContext: { fsGroup: 2000 },
          initContainers: [{ name: 'prepare', image: 'registry.example/prepare:1', command: ['prepare'] }],
          containers: [
            {
              name: 'agent',
              image: 'registry.example/agent:1.2',
              args: ['--verbose'],
              env: [
                { name: 'TOKEN', value: 'hidden' },
                { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
              ],
              ports: [{ name: 'metrics', containerPort: 9100, hostPort: 9100 }],
              resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
              readinessProbe: { httpGet: { path: '/ready', port: 'metrics' } },
              livenessProbe: { tcpSocket: { port: 9100 } },
              lifecycle: { preStop: { sleep: { seconds: 5 } } },
              securityContext: { privileged: true },
              volumeMounts: [
                { name: 'logs', mountPath: '/var/log', readOnly: true },
                { name: 'config', mountPath: '/etc/agent' },
              ],
            },
            { name: 'helper', image: 'registry.example/helper:3' },
          ],
          volumes: [
            { name: 'logs', hostPath: { path: '/var/log', type: 'Directory' } },
            { name: 'config', configMap: { name: 'agent', items: [{ key: 'agent.yaml', path: 'agent.yaml' }] } },
            { name: 'scratch', emptyDir: {} },
          ],
        },
      },
    },
  };
}

/** The good manifest, edited. */
export function manifestWith(edits: Edits): Record<string, unknown> {
  const manifest = goodManifest();
  for (const [pointer, value] of Object.entries(edits)) {
    const steps = pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    edit(manifest, steps, value);
  }
  return manifest;
}

function edit(target: unknown, [step = '', ...rest]: readonly string[], value: unknown): void {
  if (typeof target !== 'object' || target === null) throw new Error(`there is nothing at ${step} to edit`);
  if (rest.length > 0) {
    if (Reflect.get(target, step) === undefined) Reflect.set(target, step, {});
    edit(Reflect.get(target, step), rest, value);
  } else if (value === undefined) Reflect.deleteProperty(target, step);
  else Reflect.set(target, step, value);
}
