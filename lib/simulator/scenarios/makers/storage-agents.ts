import { agent } from './daemonset.ts';
import { CSI_SIDECARS, EVERYWHERE, env, hostPath, mount, NODE_CRITICAL, nodeNameEnv } from './pod-parts.ts';

/** Drivers of the Container Storage Interface, as they are usually installed. */

const CSI = {
  sidecars: CSI_SIDECARS,
  tolerations: EVERYWHERE,
  priorityClassName: NODE_CRITICAL,
} as const;

function csiVolumes(driver: string) {
  return [
    hostPath('kubelet-dir', '/var/lib/kubelet', 'Directory'),
    hostPath('plugin-dir', `/var/lib/kubelet/plugins/${driver}/`, 'DirectoryOrCreate'),
    hostPath('registration-dir', '/var/lib/kubelet/plugins_registry/', 'Directory'),
    hostPath('device-dir', '/dev', 'Directory'),
  ];
}

export const ebsCsiNode = agent({
  ...CSI,
  name: 'ebs-csi-node',
  namespace: 'kube-system',
  image: 'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver',
  selector: { app: 'ebs-csi-node', 'app.kubernetes.io/name': 'aws-ebs-csi-driver' },
  update: { maxUnavailable: '10%' },
  requests: { cpu: '10m', memory: '40Mi' },
  limits: { memory: '256Mi' },
  container: {
    name: 'ebs-plugin',
    args: ['node', '--endpoint=$(CSI_ENDPOINT)', '--logging-format=text', '--v=2'],
    env: [env('CSI_ENDPOINT', 'unix:/csi/csi.sock'), nodeNameEnv('CSI_NODE_NAME')],
    securityContext: { privileged: true, readOnlyRootFilesystem: true },
    volumeMounts: [mount('kubelet-dir', '/var/lib/kubelet'), mount('device-dir', '/dev')],
  },
  podSpec: { nodeSelector: { 'kubernetes.io/os': 'linux' }, volumes: csiVolumes('ebs.csi.aws.com') },
});

export const efsCsiNode = agent({
  ...CSI,
  name: 'efs-csi-node',
  namespace: 'kube-system',
  image: 'public.ecr.aws/efs-csi-driver/amazon/aws-efs-csi-driver',
  selector: { app: 'efs-csi-node', 'app.kubernetes.io/name': 'aws-efs-csi-driver' },
  update: { maxUnavailable: '10%' },
  requests: { cpu: '10m', memory: '40Mi' },
  container: { name: 'efs-plugin', securityContext: { privileged: true } },
  podSpec: { hostNetwork: true, volumes: csiVolumes('efs.csi.aws.com') },
});

export const secretsStore = agent({
  ...CSI,
  name: 'secrets-store-csi-driver',
  namespace: 'kube-system',
  image: 'registry.k8s.io/csi-secrets-store/driver',
  selector: { app: 'secrets-store-csi-driver' },
  requests: { cpu: '50m', memory: '100Mi' },
  container: { name: 'secrets-store', securityContext: { privileged: true } },
  podSpec: { volumes: csiVolumes('csi-secrets-store') },
});

export const s3CsiNode = agent({
  ...CSI,
  name: 's3-csi-node',
  namespace: 'kube-system',
  image: 'public.ecr.aws/mountpoint-s3-csi-driver/aws-mountpoint-s3-csi-driver',
  selector: { app: 's3-csi-node', 'app.kubernetes.io/name': 'aws-mountpoint-s3-csi-driver' },
  requests: { cpu: '10m', memory: '40Mi' },
  container: { name: 's3-plugin' },
  podSpec: { volumes: csiVolumes('s3.csi.aws.com') },
});
