/** Why the API server refused a pod, from the text of FailedCreate; the names follow the rows of semantics 4.2. */
export type Refusal =
  | {
      readonly kind: 'QuotaExceeded';
      readonly quota: string;
      readonly requested: string;
      readonly used: string;
      readonly limited: string;
    }
  | { readonly kind: 'QuotaDemandsRequests'; readonly quota: string; readonly resources: string }
  | { readonly kind: 'QuotaNotCountedYet'; readonly quota: string; readonly resources: string }
  | { readonly kind: 'PriorityClassNeedsQuota'; readonly priorityClass: string }
  | { readonly kind: 'ResourceNeedsQuota'; readonly resources: string }
  | { readonly kind: 'PriorityClassNotPermitted'; readonly priorityClass: string; readonly namespace: string }
  | {
      readonly kind: 'PodSecurityViolated';
      readonly level: string;
      readonly version: string;
      readonly violations: string;
    }
  | { readonly kind: 'PriorityClassMissing'; readonly priorityClass: string }
  | { readonly kind: 'ServiceAccountMissing'; readonly serviceAccount: string }
  | { readonly kind: 'RuntimeClassMissing'; readonly runtimeClass: string }
  | { readonly kind: 'WebhookDenied'; readonly webhook: string; readonly message: string }
  | { readonly kind: 'WebhookFailed'; readonly webhook: string }
  | { readonly kind: 'PolicyDenied'; readonly policy: string; readonly message: string }
  | { readonly kind: 'LimitRangeViolated'; readonly message: string }
  | { readonly kind: 'PodInvalid'; readonly message: string }
  | { readonly kind: 'NamespaceTerminating' }
  | { readonly kind: 'ControlPlaneFailed' }
  /** Some check at admission says no, in words that are not known here. */
  | { readonly kind: 'Forbidden'; readonly message: string }
  | { readonly kind: 'Unrecognised' };

type Groups = readonly (string | undefined)[];
type Row = { readonly pattern: RegExp; readonly name: (groups: Groups) => Refusal };

function at(groups: Groups, index: number): string {
  return groups[index] ?? '';
}

/** First match wins. What others wrote comes first: a webhook or a policy may quote any of the other texts [FC9] [FC11]. */
const ROWS: readonly Row[] = [
  {
    pattern: /admission webhook "([^"]+)" denied the request:? ?(.*)/is,
    name: (groups) => ({ kind: 'WebhookDenied', webhook: at(groups, 1), message: at(groups, 2) }),
  },
  {
    pattern: /failed calling webhook "([^"]+)"/i,
    name: (groups) => ({ kind: 'WebhookFailed', webhook: at(groups, 1) }),
  },
  {
    pattern: /policy ['"]([^'"]+)['"](?: with binding '[^']+')? denied request: (.*)/is,
    name: (groups) => ({ kind: 'PolicyDenied', policy: at(groups, 1), message: at(groups, 2) }),
  },
  {
    pattern: /exceeded quota: ([^,]+), requested: (.+?), used: (.+?), limited: (.+)/is,
    name: (groups) => ({
      kind: 'QuotaExceeded',
      quota: at(groups, 1),
      requested: at(groups, 2),
      used: at(groups, 3),
      limited: at(groups, 4),
    }),
  },
  {
    pattern: /failed quota: ([^:]+): must specify (.+)/is,
    name: (groups) => ({ kind: 'QuotaDemandsRequests', quota: at(groups, 1), resources: at(groups, 2) }),
  },
  {
    pattern: /status unknown for quota: ([^,]+), resources: (.+)/is,
    name: (groups) => ({ kind: 'QuotaNotCountedYet', quota: at(groups, 1), resources: at(groups, 2) }),
  },
  {
    pattern: /insufficient quota to match these scopes: \[\{PriorityClass In \[(.+?)\]/is,
    name: (groups) => ({ kind: 'PriorityClassNeedsQuota', priorityClass: at(groups, 1) }),
  },
  {
    pattern: /insufficient quota to consume: (.+)/is,
    name: (groups) => ({ kind: 'ResourceNeedsQuota', resources: at(groups, 1) }),
  },
  {
    pattern: /pods with (\S+) priorityClass is not permitted in (\S+) namespace/i,
    name: (groups) => ({
      kind: 'PriorityClassNotPermitted',
      priorityClass: at(groups, 1),
      namespace: at(groups, 2),
    }),
  },
  {
    pattern: /violates PodSecurity "(\w+):([^"]+)": (.+)/is,
    name: (groups) => ({
      kind: 'PodSecurityViolated',
      level: at(groups, 1),
      version: at(groups, 2),
      violations: at(groups, 3),
    }),
  },
  {
    pattern: /no PriorityClass with name (\S+) was found/i,
    name: (groups) => ({ kind: 'PriorityClassMissing', priorityClass: at(groups, 1) }),
  },
  {
    pattern: /error looking up service account (\S+): serviceaccount "(\S+)" not found/i,
    name: (groups) => ({ kind: 'ServiceAccountMissing', serviceAccount: at(groups, 1) }),
  },
  {
    pattern: /RuntimeClass "(\S+)" not found/i,
    name: (groups) => ({ kind: 'RuntimeClassMissing', runtimeClass: at(groups, 1) }),
  },
  {
    pattern: /(?:(?:maximum|minimum) \S+ usage per (?:Container|Pod) is|\S+ max limit to request ratio).*/is,
    name: (groups) => ({ kind: 'LimitRangeViolated', message: at(groups, 0) }),
  },
  {
    pattern: /is invalid: (.+)/is,
    name: (groups) => ({ kind: 'PodInvalid', message: at(groups, 1) }),
  },
  {
    pattern: /Invalid value.*/is,
    name: (groups) => ({ kind: 'PodInvalid', message: at(groups, 0) }),
  },
  {
    pattern: /unable to create new content in namespace .* because it is being terminated/is,
    name: () => ({ kind: 'NamespaceTerminating' }),
  },
  {
    pattern:
      /etcdserver:|context deadline exceeded|connection refused|resource quota evaluation timed out|^Internal error occurred|i\/o timeout|TLS handshake timeout|unable to handle the request|too many requests|request did not complete within|not yet ready to handle request|unexpected EOF|cannot create resource "pods"/i,
    name: () => ({ kind: 'ControlPlaneFailed' }),
  },
  {
    pattern: /is forbidden: (.+)/is,
    name: (groups) => ({ kind: 'Forbidden', message: at(groups, 1) }),
  },
];

/** Names the refusal behind the text of a FailedCreate [FC1] to [FC16]. */
export function parseRefusal(message: string): Refusal {
  for (const { pattern, name } of ROWS) {
    const match = pattern.exec(message);
    if (match !== null) return name(match);
  }
  return { kind: 'Unrecognised' };
}
