import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { completeTemplate } from './completed-template.ts';

/** What the API server makes of a template, field by field, asked by a dry run: ours has to be the same. */

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => {
  await plane?.stop();
});

const rows: readonly { readonly name: string; readonly spec: string }[] = [
  { name: 'nothing but a container', spec: 'containers: [{name: a, image: "example.com/a:1"}]' },
  {
    name: 'images of all kinds of names',
    spec: `
initContainers: [{name: i, image: busybox, restartPolicy: Always}]
containers:
- {name: a, image: "example.com:5000/a"}
- {name: b, image: "example.com:5000/b:latest"}
- {name: c, image: "example.com/c@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}
- {name: d, image: "example.com/d:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}
- {name: e, image: "example.com/e:1", imagePullPolicy: Never}`,
  },
  {
    name: 'quantities of all forms',
    spec: `
overhead: {cpu: 0.25, memory: 1024Ki}
runtimeClassName: x
containers:
- name: a
  image: a:1
  resources:
    requests: {cpu: 0.1, memory: 1000, ephemeral-storage: 1.5Gi, "example.com/a": 2000}
    limits: {cpu: 1000m, memory: 2048Mi, ephemeral-storage: "1e10", "example.com/a": 2000, hugepages-2Mi: 4Mi}
- name: b
  image: b:1
  resources:
    requests: {cpu: "1.0005", memory: 0.5Gi}
    limits: {cpu: "1e1", memory: 12345678901}
- name: c
  image: c:1
  resources: {limits: {}, requests: {memory: 1023}}`,
  },
  {
    name: 'probes and hooks',
    spec: `
terminationGracePeriodSeconds: 10
containers:
- name: a
  image: a:1
  livenessProbe: {httpGet: {port: 80}}
  readinessProbe: {grpc: {port: 81}, initialDelaySeconds: 0, periodSeconds: 3}
  startupProbe: {tcpSocket: {port: http}, failureThreshold: 30}
  lifecycle: {preStop: {httpGet: {port: 80, path: /bye}}, postStart: {exec: {command: [sh, -c, "true"]}}}
- name: b
  image: b:1
  livenessProbe: {exec: {command: ["true"]}, timeoutSeconds: 5}
  readinessProbe: {httpGet: {port: 80, httpHeaders: [{name: x, value: ""}]}}
  lifecycle: {preStop: {sleep: {seconds: 3}}}`,
  },
  {
    name: 'ports and the network of the host',
    spec: `
hostNetwork: true
hostPID: false
dnsPolicy: ClusterFirstWithHostNet
containers:
- name: a
  image: a:1
  ports: [{containerPort: 9100, hostPort: 9100}, {containerPort: 53, hostPort: 53, protocol: UDP, name: dns}]
  args: []
  command: null
  tty: false
  stdin: false`,
  },
  {
    name: 'environment',
    spec: `
containers:
- name: a
  image: a:1
  env:
  - {name: EMPTY, value: ""}
  - {name: SET, value: "1"}
  - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
  - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
  - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi, containerName: a}}}
  - {name: SECRET, valueFrom: {secretKeyRef: {name: s, key: k, optional: false}}}
  envFrom: [{configMapRef: {name: c}}, {prefix: P_, secretRef: {name: s, optional: true}}]`,
  },
  {
    name: 'volumes',
    spec: `
containers:
- name: a
  image: a:1
  volumeMounts: [{name: host, mountPath: /host, readOnly: false}, {name: none, mountPath: /none, readOnly: true, subPath: ""}]
volumes:
- {name: none}
- {name: empty, emptyDir: {}}
- {name: memory, emptyDir: {medium: Memory, sizeLimit: 1024Mi}}
- {name: host, hostPath: {path: /var/log}}
- {name: typed, hostPath: {path: /var/lib, type: DirectoryOrCreate}}
- {name: secret, secret: {secretName: s, optional: true}}
- {name: config, configMap: {name: c, items: [{key: k, path: p}]}}
- {name: mode, configMap: {name: c, defaultMode: 256}}
- {name: down, downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}, {path: c, resourceFieldRef: {containerName: a, resource: limits.cpu}}]}}
- name: projected
  projected:
    sources:
    - serviceAccountToken: {path: token}
    - configMap: {name: c}
    - downwardAPI: {items: [{path: n, fieldRef: {fieldPath: metadata.namespace}}]}
- {name: claim, persistentVolumeClaim: {claimName: c, readOnly: false}}
- {name: csi, csi: {driver: d.example.com, volumeAttributes: {a: ""}}}
- {name: image, image: {reference: "example.com/data"}}
- {name: nfs, nfs: {server: s, path: /p, readOnly: false}}
- name: ephemeral
  ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1024Mi}}}}}`,
  },
  {
    name: 'security, and what is empty',
    spec: `
securityContext: {runAsNonRoot: false, fsGroup: 0, sysctls: []}
serviceAccountName: agent
automountServiceAccountToken: false
terminationGracePeriodSeconds: 0
shareProcessNamespace: false
enableServiceLinks: false
hostUsers: true
nodeSelector: {}
imagePullSecrets: []
containers:
- name: a
  image: a:1
  securityContext: {privileged: false, runAsUser: 0, capabilities: {add: [], drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}
- name: b
  image: b:1
  securityContext: {}`,
  },
  {
    name: 'where it may run',
    spec: `
nodeSelector: {kubernetes.io/os: linux, empty: ""}
tolerations:
- {operator: Exists}
- {key: a, operator: Equal, value: "", effect: NoSchedule}
- {key: b, operator: Exists, effect: NoExecute, tolerationSeconds: 0}
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms: [{matchExpressions: [{key: k, operator: In, values: [x]}, {key: l, operator: Exists, values: []}]}]
    preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: z, operator: DoesNotExist}]}}]
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
    - {weight: 5, podAffinityTerm: {topologyKey: zone, labelSelector: {}}}
topologySpreadConstraints:
- {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {a: b}}}
priorityClassName: system-node-critical
schedulerName: other
containers: [{name: a, image: "a:1"}]`,
  },
  {
    name: 'resources of the pod, the deprecated account, and the rest',
    spec: `
resources: {limits: {cpu: 1000m, memory: 1024Mi}, requests: {cpu: 0.5}}
serviceAccount: old
hostname: ""
hostAliases: [{ip: 10.0.0.1, hostnames: [a]}]
dnsConfig: {options: [{name: ndots, value: "2"}, {name: edns0}]}
readinessGates: [{conditionType: example.com/ready}]
activeDeadlineSeconds: null
containers:
- {name: a, image: "a:1", resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}], terminationMessagePolicy: FallbackToLogsOnError}`,
  },
];

test.for(rows)('$name', async ({ name, spec }) => {
  const template = {
    metadata: { labels: { app: 'a', empty: '' }, annotations: name === 'environment' ? {} : { note: '' } },
    spec: parse(spec) as unknown,
  };
  const answer = await plane.client.request('POST', '/apis/apps/v1/namespaces/default/daemonsets?dryRun=All', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'a' },
    spec: { selector: { matchLabels: { app: 'a' } }, template },
  });
  const made = (answer as { spec: { template: { metadata: Record<string, unknown>; spec: unknown } } }).spec.template;
  const { creationTimestamp: _, ...metadata } = made.metadata;
  expect(completeTemplate(template)).toStrictEqual({ ...made, metadata });
  expect(completeTemplate(made)).toStrictEqual({ ...made, metadata });
});
