import { createServer, type Server } from 'node:https';
import type { ControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { placeholderPod } from '#testbed/scenario.ts';

/** What at admission refuses the pods of a namespace, or changes them: on a real control plane. */

/** The forms of a quota that only a server configured for them demands [FC3] [FC3b]. */
export const ADMISSION_CONFIGURATION = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AdmissionConfiguration',
  plugins: [
    {
      name: 'ResourceQuota',
      configuration: {
        apiVersion: 'apiserver.config.k8s.io/v1',
        kind: 'ResourceQuotaConfiguration',
        limitedResources: [
          { resource: 'pods', matchScopes: [{ scopeName: 'PriorityClass', operator: 'In', values: ['rationed'] }] },
          { resource: 'pods', matchContains: ['requests.example.com/metered'] },
        ],
      },
    },
  ],
};

export function makeQuota(namespace: string, name: string, spec: unknown): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name, namespace }, spec };
}

/** Before that every pod is refused for another reason. */
export async function applyQuota({ client }: ControlPlane, object: KubernetesObject): Promise<void> {
  await client.apply(object);
  const { name, namespace = '' } = object.metadata;
  await client.until(`the quota of ${namespace} to be counted`, async () => {
    const { status } = await client.get({ kind: 'ResourceQuota', name, namespace });
    return (status as { used?: unknown } | undefined)?.used !== undefined;
  });
}

export async function applyLimitRange({ client }: ControlPlane, namespace: string, limit: unknown): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/limitranges`;
  const metadata = { name: 'limits', namespace };
  await client.request('POST', path, { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: [limit] } });
}

/** A device of a class of which no node has any. */
export async function claimDevice({ client }: ControlPlane, namespace: string): Promise<void> {
  const apiVersion = 'resource.k8s.io/v1';
  const deviceClassName = 'card.example.com';
  await client.request('POST', `/apis/${apiVersion}/deviceclasses`, {
    apiVersion,
    kind: 'DeviceClass',
    metadata: { name: deviceClassName },
    spec: {},
  });
  await client.request('POST', `/apis/${apiVersion}/namespaces/${namespace}/resourceclaims`, {
    apiVersion,
    kind: 'ResourceClaim',
    metadata: { name: 'card', namespace },
    spec: { devices: { requests: [{ name: 'card', exactly: { deviceClassName } }] } },
  });
}

/** The namespace's own selector, which admission adds to every pod there. */
export async function selectNodes({ client }: ControlPlane, name: string, selector: string): Promise<void> {
  const annotations = { 'scheduler.alpha.kubernetes.io/node-selector': selector };
  await client.patch({ kind: 'Namespace', name }, { metadata: { annotations } });
}

const CREATED_PODS = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
const within = (namespace: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': namespace } });

export async function applyWebhook({ client, ca }: ControlPlane, namespace: string, url: string): Promise<void> {
  await client.request('POST', '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: namespace },
    webhooks: [
      {
        name: `${namespace}.example.com`,
        clientConfig: { url, caBundle: Buffer.from(ca).toString('base64') },
        rules: [CREATED_PODS],
        namespaceSelector: within(namespace),
        failurePolicy: 'Fail',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        timeoutSeconds: 2,
      },
    ],
  });
}

export async function applyPolicy({ client }: ControlPlane, namespace: string): Promise<void> {
  const group = 'admissionregistration.k8s.io/v1';
  const metadata = { name: namespace };
  await client.request('POST', `/apis/${group}/validatingadmissionpolicies`, {
    apiVersion: group,
    kind: 'ValidatingAdmissionPolicy',
    metadata,
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: [CREATED_PODS], namespaceSelector: within(namespace) },
      validations: [{ expression: 'false', message: 'no pods here' }],
    },
  });
  await client.request('POST', `/apis/${group}/validatingadmissionpolicybindings`, {
    apiVersion: group,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata,
    spec: { policyName: namespace, validationActions: ['Deny'] },
  });
}

/** What the API server says to a pod that is only tried; empty when it would take it. */
export async function tryPod({ client }: ControlPlane, namespace: string, node: string): Promise<string> {
  try {
    const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
    await client.request('POST', path, placeholderPod('tried', node, {}, namespace));
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Webhooks and policies take a moment until they are asked. */
export async function untilDenied(controlPlane: ControlPlane, namespace: string, node: string): Promise<void> {
  await controlPlane.client.until(`pods of ${namespace} to be refused`, async () => {
    return (await tryPod(controlPlane, namespace, node)) !== '';
  });
}

export type Denier = { readonly url: string; readonly close: () => void };

/** A webhook that refuses everything, in these words. */
export async function startDenier({ authority }: ControlPlane, message: string): Promise<Denier> {
  const { certificate: cert, key } = authority.issue({ commonName: 'webhook', serverNames: ['127.0.0.1'] });
  const server = createServer({ cert, key }, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { request: asked } = JSON.parse(body) as { request: { uid: string } };
      const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...review, response: { uid: asked.uid, allowed: false, status: { message } } }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { url: `https://127.0.0.1:${portOf(server)}/`, close: () => server.close() };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the webhook does not listen');
  return address.port;
}
