import { expect, test } from 'vitest';
import { plainContext } from '../project/context.ts';
import { templateOf } from '../project/pod-spec.ts';
import { completeTemplate } from './completed-template.ts';

const WRITTEN = {
  metadata: { labels: { app: 'a' } },
  spec: {
    hostNetwork: false,
    nodeSelector: {},
    containers: [
      {
        name: 'a',
        image: 'example.com/a',
        env: [{ name: 'EMPTY', value: '' }],
        ports: [{ containerPort: 80 }],
        resources: { requests: { cpu: 0.5 } },
        securityContext: { privileged: false },
      },
    ],
    volumes: [{ name: 'scratch', emptyDir: null }],
  },
};
/** As an API server gives it back; completed-template.control-plane.test.ts asks one. */
const KEPT = {
  metadata: { creationTimestamp: null, labels: { app: 'a' } },
  spec: {
    containers: [
      {
        env: [{ name: 'EMPTY' }],
        image: 'example.com/a',
        imagePullPolicy: 'Always',
        name: 'a',
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        resources: { requests: { cpu: '500m' } },
        securityContext: { privileged: false },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    volumes: [{ emptyDir: {}, name: 'scratch' }],
  },
};

test('[RV7] what was applied and is the same looks the same', () => {
  expect(templateOf(completeTemplate(WRITTEN), plainContext)).toStrictEqual(templateOf(KEPT, plainContext));
});

test('[RV7] what is another is another', () => {
  const other = { ...WRITTEN, spec: { ...WRITTEN.spec, terminationGracePeriodSeconds: 0 } };
  expect(templateOf(completeTemplate(other), plainContext).digest).not.toBe(templateOf(KEPT, plainContext).digest);
});

const strange: readonly unknown[] = [
  undefined,
  null,
  'template',
  [],
  { spec: [] },
  { metadata: 'a', spec: { containers: 'a', volumes: [null, 'v', {}], initContainers: [7] } },
  {
    spec: {
      containers: [{ image: 3, ports: [1], env: {}, resources: 'x', livenessProbe: [], lifecycle: { preStop: 1 } }],
    },
  },
];
test.for(strange)('%j is completed without a fault', (template) => {
  expect(completeTemplate(template)).toMatchObject({ spec: { restartPolicy: 'Always' } });
});
