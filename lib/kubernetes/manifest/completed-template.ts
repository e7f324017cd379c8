import { isRaw, listOf, type Raw, rawOf, textOf } from '../project/raw.ts';
import { canonicalQuantity } from './canonical-quantity.ts';

/*
 * The template of a manifest as the API server would keep it: its defaults filled in, what says nothing left out,
 * quantities in their canonical form. So a manifest that was applied and is the same looks the same; without this every
 * one of them would differ from what runs. The defaults of templates, not those of pods [FT2].
 */

/** Pointers in the API's types: false, 0 and the empty text are kept when somebody wrote them. */
const MEANT_EMPTY: ReadonlySet<string> = new Set([
  'activeDeadlineSeconds',
  'allowPrivilegeEscalation',
  'apiGroup',
  'automountServiceAccountToken',
  'defaultMode',
  'enableServiceLinks',
  'expirationSeconds',
  'fsGroup',
  'hostProcess',
  'hostUsers',
  'lun',
  'mode',
  'optional',
  'priority',
  'privileged',
  'readOnlyRootFilesystem',
  'runAsGroup',
  'runAsNonRoot',
  'runAsUser',
  'service',
  'setHostnameAsFQDN',
  'shareProcessNamespace',
  'storageClassName',
  'terminationGracePeriodSeconds',
  'tolerationSeconds',
]);
/** Of these an empty map is as good as none; of others it is an object that is there. */
const MAPS: ReadonlySet<string> = new Set([
  'annotations',
  'labels',
  'limits',
  'matchLabels',
  'nodeSelector',
  'options',
  'overhead',
  'requests',
  'volumeAttributes',
]);
/** Their entries are somebody's own, and stay even when they are empty. */
const FREE_TEXTS: ReadonlySet<string> = new Set([
  'annotations',
  'httpHeaders',
  'labels',
  'matchLabels',
  'nodeSelector',
  'options',
  'sysctls',
  'volumeAttributes',
]);

/** Leaves out what the API server does not write. */
function withoutEmpty(value: unknown, isFree = false): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => withoutEmpty(each, isFree));
  if (!isRaw(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => isFree || !isEmpty(key, each))
      .map(([key, each]) => [key, withoutEmpty(each, FREE_TEXTS.has(key))]),
  );
}

function isEmpty(key: string, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isRaw(value)) return MAPS.has(key) && Object.keys(value).length === 0;
  return (value === '' || value === false || value === 0) && !MEANT_EMPTY.has(key);
}

export function completeTemplate(template: unknown): Raw {
  const raw = rawOf(withoutEmpty(template));
  return { ...raw, metadata: rawOf(raw['metadata']), spec: completeSpec(rawOf(raw['spec'])) };
}

function completeSpec(spec: Raw): Raw {
  const account = spec['serviceAccountName'] ?? spec['serviceAccount'];
  return {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
    ...spec,
    ...(account === undefined ? {} : { serviceAccountName: account, serviceAccount: account }),
    ...eachOf(spec, 'containers', completeContainer),
    ...eachOf(spec, 'initContainers', completeContainer),
    ...eachOf(spec, 'volumes', completeVolume),
    ...quantitiesOf(spec, 'overhead'),
    ...within(spec, 'resources', completeResources),
  };
}

type Complete = (raw: Raw) => Raw;

/** The field with its object completed, where there is one. */
function within(raw: Raw, field: string, complete: Complete): Raw {
  const value = raw[field];
  return isRaw(value) ? { [field]: complete(value) } : {};
}

function eachOf(raw: Raw, field: string, complete: Complete): Raw {
  const value = raw[field];
  return Array.isArray(value) ? { [field]: value.map((each: unknown) => (isRaw(each) ? complete(each) : each)) } : {};
}

function quantitiesOf(raw: Raw, field: string): Raw {
  return within(raw, field, (list) =>
    Object.fromEntries(Object.entries(list).map(([resource, value]) => [resource, canonicalQuantity(value)])),
  );
}

function completeResources(resources: Raw): Raw {
  return { ...resources, ...quantitiesOf(resources, 'limits'), ...quantitiesOf(resources, 'requests') };
}

function completeContainer(container: Raw): Raw {
  return {
    imagePullPolicy: pullPolicyOf(container['image']),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container,
    resources: completeResources(rawOf(container['resources'])),
    ...eachOf(container, 'ports', (port) => ({ protocol: 'TCP', ...port })),
    ...eachOf(container, 'env', (variable) => ({ ...variable, ...within(variable, 'valueFrom', completeValueFrom) })),
    ...within(container, 'livenessProbe', completeProbe),
    ...within(container, 'readinessProbe', completeProbe),
    ...within(container, 'startupProbe', completeProbe),
    ...within(container, 'lifecycle', (lifecycle) => ({
      ...lifecycle,
      ...within(lifecycle, 'postStart', completeHandler),
      ...within(lifecycle, 'preStop', completeHandler),
    })),
  };
}

/** Always for the tag `latest`, which is also meant when there is neither tag nor digest. */
function pullPolicyOf(image: unknown): string {
  const [name = '', digest] = (textOf(image) ?? '').split('@');
  const tag = /:([^/:]+)$/.exec(name)?.[1];
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}

function completeValueFrom(source: Raw): Raw {
  return {
    ...source,
    ...within(source, 'fieldRef', completeFieldRef),
    ...within(source, 'resourceFieldRef', completeResourceFieldRef),
    ...within(source, 'fileKeyRef', (reference) => ({ optional: false, ...reference })),
  };
}

const completeFieldRef: Complete = (reference) => ({ apiVersion: 'v1', ...reference });

const completeResourceFieldRef: Complete = (reference) => ({
  ...reference,
  divisor: canonicalQuantity(reference['divisor'] ?? '0', false),
});

function completeProbe(probe: Raw): Raw {
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...probe,
    ...completeHandler(probe),
    ...within(probe, 'grpc', (grpc) => ({ service: '', ...grpc })),
  };
}

function completeHandler(handler: Raw): Raw {
  return { ...handler, ...within(handler, 'httpGet', (get) => ({ path: '/', scheme: 'HTTP', ...get })) };
}

function completeVolume(volume: Raw): Raw {
  if (Object.keys(volume).every((key) => key === 'name')) return { ...volume, emptyDir: {} };
  const sources = VOLUMES.map(([kind, complete]) => within(volume, kind, complete));
  return Object.assign({}, volume, ...sources);
}

const withMode: Complete = (source) => ({ defaultMode: 420, ...source });

const withItems: Complete = (source) => ({
  ...source,
  ...eachOf(source, 'items', (item) => ({
    ...item,
    ...within(item, 'fieldRef', completeFieldRef),
    ...within(item, 'resourceFieldRef', completeResourceFieldRef),
  })),
});

const VOLUMES: readonly (readonly [kind: string, complete: Complete])[] = [
  ['hostPath', (source) => ({ type: '', ...source })],
  ['secret', withMode],
  ['configMap', withMode],
  ['downwardAPI', (source) => withMode(withItems(source))],
  [
    'projected',
    (source) =>
      withMode({
        ...source,
        sources: listOf(source['sources']).map((each) => ({
          ...rawOf(each),
          ...within(rawOf(each), 'downwardAPI', withItems),
          ...within(rawOf(each), 'serviceAccountToken', (token) => ({ expirationSeconds: 3600, ...token })),
        })),
      }),
  ],
  [
    'emptyDir',
    (source) =>
      source['sizeLimit'] === undefined
        ? source
        : { ...source, sizeLimit: canonicalQuantity(source['sizeLimit'], false) },
  ],
  ['image', (source) => ({ pullPolicy: pullPolicyOf(source['reference']), ...source })],
  ['iscsi', (source) => ({ iscsiInterface: 'default', ...source })],
  ['rbd', (source) => ({ pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring', ...source })],
  ['azureDisk', (source) => ({ cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared', ...source })],
  ['scaleIO', (source) => ({ storageMode: 'ThinProvisioned', fsType: 'xfs', ...source })],
  ['ephemeral', (source) => ({ ...source, ...within(source, 'volumeClaimTemplate', completeClaim) })],
];

function completeClaim(claim: Raw): Raw {
  const spec = rawOf(claim['spec']);
  return {
    ...claim,
    metadata: rawOf(claim['metadata']),
    spec: { volumeMode: 'Filesystem', ...spec, resources: completeResources(rawOf(spec['resources'])) },
  };
}
