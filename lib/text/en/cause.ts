/**
 * The causes: a title for a row, and what is the matter. A fact that is absent comes as `_`, which no name in a cluster
 * can be. Those of a pod that exists are in pod-cause.ts, the advice is in advice.ts.
 */
export const cause = {
  'cause.confidence.H': 'certain',
  'cause.confidence.M': 'most likely',
  'cause.confidence.L': 'possible',
  'cause.what.H': '{what}',
  'cause.what.M': 'Most likely: {what}',
  'cause.what.L': 'Possibly: {what}',
  'cause.message.apiServer': 'The API server says: “{message}”.',
  'cause.message.scheduler': 'The scheduler says: “{message}”.',
  'cause.message.kubelet': 'The kubelet says: “{message}”.',
  'cause.message.kubernetes': 'Kubernetes says: “{message}”.',
  'cause.evidence': '{object} · {field} = {value}',
  'cause.times': '{count, plural, one {once} other {# times}}',

  'cause.title.R01': 'Controller has not seen the change',
  'cause.what.R01':
    '{generation, select, _ {The controller has not yet observed the newest spec} other {The controller has observed generation {observedGeneration, select, _ {0} other {{observedGeneration}}}, not yet generation {generation}}}',
  'cause.title.R02': 'Old pods wait for deletion (OnDelete)',
  'cause.what.R02':
    '{nodes, plural, =0 {Old pods wait for somebody to delete them} one {The old pod of # node waits for somebody to delete it} other {The old pods of # nodes wait for somebody to delete them}}, since the update strategy is OnDelete',
  'cause.title.R03': 'Dead nodes hold the budget',
  'cause.what.R03':
    '{nodes, plural, =0 {Nodes that are not ready hold} one {# node that is not ready holds} other {# nodes that are not ready hold}} the budget of the rolling update',
  'cause.title.R04': 'The new version is failing',
  'cause.what.R04':
    'The new revision fails on {used, select, _ {{nodes, plural, =0 {nodes} one {# node} other {# nodes}}} other {{limited, select, _ {{nodes, plural, =0 {nodes} one {# node} other {# nodes}}} other {{used} of the {limited} nodes that have it}}}}{of, select, _ {} other {: {of}}}{container, select, _ {} other {, container {container}}}',
  'cause.title.R05': 'Waiting for minReadySeconds',
  'cause.what.R05':
    '{nodes, plural, =0 {New pods are} one {The new pod of # node is} other {The new pods of # nodes are}} ready, and will count as available at the end of minReadySeconds{left, select, _ {} other {, the first in {left}}}',
  'cause.title.R06': 'Surge pod cannot start beside the old one',
  'cause.what.R06':
    'The new pod cannot start beside the old one{hostPort, select, _ {{resource, select, _ {} other {, the node has too little {resource} for both}}} other {, both want host port {hostPort}}}',
  'cause.title.R07': 'Missing pods hold the budget',
  'cause.what.R07':
    '{nodes, plural, =0 {Nodes have} one {# node has} other {# nodes have}} no pod because the controller fails to create it, and as long as one creation fails it updates no node, whatever the budget',
  'cause.what.R07.SecondPod':
    'The controller fails to create the new pod beside the old one{nodes, plural, =0 {} one {, which # node waits for} other {, which # nodes wait for}}, and as long as one creation fails it updates no node, whatever the budget',
  'cause.title.R08': 'Terminating pods hold the budget',
  'cause.what.R08':
    '{nodes, plural, =0 {Nodes have} one {# node has} other {# nodes have}} nothing but a terminating pod, and that holds the budget',
  'cause.title.R09': 'Template is fought over',
  'cause.what.R09':
    'The template was changed {used, select, _ {again and again} other {{used} times{time, select, _ {} other { within {time}}}}}, so two writers seem to overwrite each other',
  'cause.title.R10': 'New revision without a change',
  'cause.what.R10':
    'The current revision has the same template as an older one{subject, select, _ {} other { ({subject})}}, so nothing was changed',
  'cause.title.R11': 'DaemonSet is being deleted',
  'cause.what.R11':
    'The DaemonSet is being deleted{finalizers, select, _ {} other { and its finalizers hold it ({finalizers})}}, and its status is no longer written',
  'cause.title.R12': 'Two DaemonSets, one selector',
  'cause.what.R12':
    'The selector of {subject, select, _ {another DaemonSet} other {the DaemonSet {subject}}} matches the same pods',
  'cause.title.R13': 'No node matches',
  'cause.what.R13':
    '{limited, select, _ {No node} other {None of the {limited} nodes}} satisfies the node selector, the node affinity and the tolerations of the template',
  'cause.title.R14': 'Pod lost to a taint',
  'cause.what.R14':
    'The update removed the pod from {nodes, plural, =0 {nodes} one {# node} other {# nodes}} with {taint, select, _ {a taint that it does not tolerate} other {the taint {taint}, which it does not tolerate}}, and none comes back',
  'cause.title.R15': 'Evicted again and again by tolerationSeconds',
  'cause.what.R15':
    'The pod tolerates the taint{taint, select, _ {} other { {taint}}} only for {time, select, _ {a while} other {{time}}}: it is evicted and made again, in a loop',
  'cause.title.R16': 'Clock skew suspected',
  'cause.what.R16': 'Clocks differ between nodes and the control plane, so times of readiness cannot be relied on',
  'cause.what.R16.ReadyInTheFuture':
    'Pods became ready {time, select, _ {at a time that lies ahead} other {{time} ahead of the newest time that was seen}}: the clocks of nodes and control plane differ',
  'cause.what.R16.StatusBehind':
    'minReadySeconds have passed, and the controller still counts {used, select, _ {fewer available pods} other {{limited, select, _ {fewer available pods} other {{used} available pods where there are {limited}}}}}: clocks may differ',

  'cause.title.C01': 'Quota is used up',
  'cause.what.C01':
    '{quota, select, _ {A ResourceQuota} other {The ResourceQuota {quota}}} refuses the pod{requested, select, _ {} other {: requested {requested}}}{used, select, _ {} other {, used {used}}}{limited, select, _ {} other {, limited to {limited}}}',
  'cause.title.C01.QuotaNotCountedYet': 'Quota is not counted yet',
  'cause.what.C01.QuotaNotCountedYet':
    '{quota, select, _ {A new ResourceQuota} other {The new ResourceQuota {quota}}} is not counted yet, and until then it refuses the pod',
  'cause.title.C01.ResourceNeedsQuota': 'A quota is required',
  'cause.what.C01.ResourceNeedsQuota':
    'The API server allows {resource, select, _ {a resource of the pod} other {{resource}}} only under a ResourceQuota, and none of the namespace covers it',
  'cause.title.C02': 'Quota demands requests or limits',
  'cause.what.C02':
    '{quota, select, _ {A ResourceQuota} other {The ResourceQuota {quota}}} demands {resource, select, _ {requests or limits} other {{resource}}}, which the template does not set',
  'cause.title.C03': 'Priority class not permitted here',
  'cause.what.C03':
    'The priority class{priorityClass, select, _ {} other { {priorityClass}}} is not permitted in this namespace',
  'cause.title.C04': 'Refused by Pod Security',
  'cause.what.C04':
    'The pod violates the Pod Security level{level, select, _ {} other { {level}}} of its namespace{violations, select, _ {} other {: {violations}}}',
  'cause.title.C05': 'Denied by a webhook',
  'cause.what.C05':
    '{webhook, select, _ {An admission webhook} other {The admission webhook {webhook}}} denied the pod',
  'cause.title.C06': 'Webhook cannot be called',
  'cause.what.C06':
    'The API server cannot call {webhook, select, _ {an admission webhook} other {the admission webhook {webhook}}} and creates no pod without it',
  'cause.title.C07': 'ServiceAccount missing',
  'cause.what.C07': 'The ServiceAccount{serviceAccount, select, _ {} other { {serviceAccount}}} does not exist',
  'cause.title.C08': 'PriorityClass missing',
  'cause.what.C08': 'The PriorityClass{priorityClass, select, _ {} other { {priorityClass}}} does not exist',
  'cause.title.C09': 'RuntimeClass missing',
  'cause.what.C09': 'The RuntimeClass{runtimeClass, select, _ {} other { {runtimeClass}}} does not exist',
  'cause.title.C10': 'LimitRange violated',
  'cause.what.C10':
    'A LimitRange of the namespace forbids the {resource, select, _ {amounts} other {{resource}}} that the template asks for',
  'cause.title.C11': 'Namespace is terminating',
  'cause.what.C11': 'The namespace is being deleted, so no pod will be created in it',
  'cause.title.C12': 'Pod is invalid',
  'cause.what.C12':
    'The API server finds the pod invalid{subject, select, _ {} other { at {subject}}}, although it took the template',
  'cause.title.C13': 'No pod, and no event',
  'cause.what.C13':
    '{nodes, plural, =0 {Nodes have} one {# node has} other {# nodes have}} no pod, and nothing says why: the events have expired, or the controller is stuck or waits before it tries again',
  'cause.title.C14': 'Denied by an admission policy',
  'cause.what.C14': '{policy, select, _ {An admission policy} other {The admission policy {policy}}} denied the pod',
  'cause.title.C14.Forbidden': 'Forbidden by admission',
  'cause.what.C14.Forbidden': 'An admission plugin of the API server forbids the pod',
  'cause.title.C15': 'Control plane error',
  'cause.what.C15': 'The control plane failed while the pod was to be created',
  'cause.title.C15.Unrecognised': 'Refused for an unknown reason',
  'cause.what.C15.Unrecognised': 'The API server refused the pod in words that Rollcall does not know',
} as const;
