/** A small cluster and manifests for it, as kubectl prints and people write them, shortened. */

/** Two cores. */
export function node(name: string, more = ''): string {
  return `---
apiVersion: v1
kind: Node
metadata: {name: ${name}, uid: ${name}, labels: {kubernetes.io/hostname: ${name}}}
spec: {${more}}
status:
  allocatable: {cpu: "2", memory: 4Gi, pods: "110"}
  conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}]
`;
}

export function pod(name: string, on: string, cpu: string, more = ''): string {
  return `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, uid: ${name}, creationTimestamp: "2026-01-01T00:00:10Z"}
spec: {nodeName: ${on}, ${more} containers: [{name: main, image: "web:1", resources: {requests: {cpu: ${cpu}}}}]}
status: {phase: Running}
`;
}

/** Three nodes, one of them nearly full, one tainted; a namespace that enforces nothing and one that does. */
export const CLUSTER = `${node('node-1')}${node('node-2')}${node('node-10', 'taints: [{key: dedicated, value: gpu, effect: NoSchedule}]')}
---
apiVersion: v1
kind: Namespace
metadata: {name: logging, uid: logging}
---
apiVersion: v1
kind: Namespace
metadata: {name: tenant, uid: tenant, labels: {pod-security.kubernetes.io/enforce: baseline}}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: important, uid: important}
value: 1000
preemptionPolicy: PreemptLowerPriority
${pod('web-1', 'node-2', '1800m')}`;

/** As it is after it was applied. */
export const RUNNING = `---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: logging, uid: d1, generation: 1, annotations: {deprecated.daemonset.template.generation: "1"}}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers:
      - {name: agent, image: "agent:1", imagePullPolicy: IfNotPresent, resources: {requests: {cpu: 100m}}, terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File}
      dnsPolicy: ClusterFirst
      restartPolicy: Always
      schedulerName: default-scheduler
      securityContext: {}
      terminationGracePeriodSeconds: 30
status: {observedGeneration: 1}
`;

export type Manifest = {
  readonly name?: string;
  readonly namespace?: string;
  readonly spec?: string;
  readonly container?: string;
  readonly pod?: string;
};

export function manifest({
  name = 'agent',
  namespace = 'logging',
  spec = '',
  container = '',
  pod: podSpec = '',
}: Manifest) {
  return `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`}}
spec:
  selector: {matchLabels: {app: agent}}
  ${spec}
  template:
    metadata: {labels: {app: agent}}
    spec:
      ${podSpec}
      containers:
      - {name: agent, image: "agent:1", ${container === '' ? 'resources: {requests: {cpu: 100m}}' : container}}
`;
}
