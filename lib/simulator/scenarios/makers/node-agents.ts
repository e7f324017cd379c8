import { agent } from './daemonset.ts';
import { EVERYWHERE, hostPath, httpProbe, mount, NODE_CRITICAL, nodeNameEnv } from './pod-parts.ts';

/** Agents that look after the machine itself. */

export const podIdentityAgent = agent({
  name: 'eks-pod-identity-agent',
  namespace: 'kube-system',
  image: '602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/eks-pod-identity-agent',
  update: { maxUnavailable: '10%' },
  tolerations: EVERYWHERE,
  priorityClassName: NODE_CRITICAL,
  container: {
    args: ['--port', '80', '--cluster-name', 'production', '--probe-port', '2703'],
    ports: [{ name: 'proxy', containerPort: 80 }],
    readinessProbe: httpProbe('/readyz', 2703),
  },
  podSpec: { hostNetwork: true },
});

export const nodeTerminationHandler = agent({
  name: 'aws-node-termination-handler',
  namespace: 'kube-system',
  image: 'public.ecr.aws/aws-ec2/aws-node-termination-handler',
  update: { maxUnavailable: '25%' },
  tolerations: EVERYWHERE,
  priorityClassName: NODE_CRITICAL,
  container: { env: [nodeNameEnv('NODE_NAME')], livenessProbe: httpProbe('/healthz', 8080) },
  podSpec: { hostNetwork: true },
});

export const kured = agent({
  name: 'kured',
  namespace: 'kube-system',
  image: 'ghcr.io/kubereboot/kured',
  requests: { cpu: '10m', memory: '32Mi' },
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
  container: {
    command: ['/usr/bin/kured', '--reboot-sentinel=/sentinel/reboot-required', '--concurrency=1'],
    env: [nodeNameEnv('KURED_NODE_ID')],
    securityContext: { privileged: true, readOnlyRootFilesystem: true },
    volumeMounts: [mount('sentinel', '/sentinel', true)],
  },
  podSpec: { hostPID: true, volumes: [hostPath('sentinel', '/var/run', 'Directory')] },
});

export const spegel = agent({
  name: 'spegel',
  namespace: 'spegel',
  image: 'ghcr.io/spegel-org/spegel',
  requests: { cpu: '50m', memory: '128Mi' },
  tolerations: EVERYWHERE,
  priorityClassName: NODE_CRITICAL,
  container: {
    name: 'registry',
    args: ['registry', '--registry-addr=:5000'],
    ports: [{ name: 'registry', containerPort: 5000, hostPort: 30_021 }],
  },
  podSpec: { volumes: [hostPath('containerd-sock', '/run/containerd/containerd.sock', 'Socket')] },
});
