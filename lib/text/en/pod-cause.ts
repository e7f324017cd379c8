/** The causes of a pod that exists: not bound, not available, leaving. See cause.ts. */
export const podCause = {
  'cause.title.S01': 'Not enough room',
  'cause.what.S01':
    '{requested, select, _ {The node has not enough {resource, select, _ {room} other {{resource}}} for the pod} other {The pod needs {requested} of {resource, select, _ {a resource} other {{resource}}}{free, select, _ {, and less is free} other {, and {free}{allocatable, select, _ {} other { of the {allocatable} allocatable}} is free}}}}',
  'cause.title.S02': 'Will never fit',
  'cause.what.S02':
    '{requested, select, _ {The pod asks for more{resource, select, _ {} other { {resource}}} than the whole node has} other {The pod asks for {requested} of {resource, select, _ {a resource} other {{resource}}}, and the whole node has {allocatable, select, _ {less} other {only {allocatable}}}}}',
  'cause.title.S03': 'Device missing',
  'cause.what.S03':
    'The node does not offer {resource, select, _ {a device that the pod asks for} other {{resource}, which the pod asks for}}',
  'cause.title.S04': 'Host port taken',
  'cause.what.S04':
    '{hostPort, select, _ {A host port} other {The host port {hostPort}}} that the pod needs is taken{holder, select, _ {} other { by {holder}}}',
  'cause.title.S05': 'Taint not tolerated',
  'cause.what.S05':
    'The node has {taint, select, _ {a taint} other {the taint {taint}}} that the pod does not tolerate, so the scheduler does not place it',
  'cause.title.S06': 'Selector added by admission',
  'cause.what.S06':
    'The pod carries a node selector that the template does not have{subject, select, _ {} other { ({subject})}}, and its node does not match it',
  'cause.title.S07': 'Target node is gone',
  'cause.what.S07': 'The pod is meant for a node that no longer exists',
  'cause.title.S08': 'Pod affinity cannot be satisfied',
  'cause.what.S08': 'A rule of pod affinity, pod anti-affinity or topology spread keeps the pod from its node',
  'cause.title.S09': 'Volume cannot be had here',
  'cause.what.S09':
    '{subject, select, _ {A volume} other {The PersistentVolumeClaim {subject}}} keeps the pod from its node',
  'cause.title.S10': 'Preemption is under way',
  'cause.what.S10':
    'The scheduler makes room: {holder, select, _ {pods of lower priority are} other {{holder} is}} being ended on the node{left, select, _ {} other {{nodes, plural, =0 {, for at most {left} more} one {, for at most {left} more} other {, on the first for at most {left} more}}}}',
  'cause.title.S11': 'Scheduling is gated',
  'cause.what.S11':
    'The scheduler leaves the pod alone while it has {subject, select, _ {scheduling gates} other {the scheduling gate {subject}}}',
  'cause.title.S12': 'No scheduler takes the pod',
  'cause.what.S12':
    'No scheduler has looked at the pod for more than a minute{schedulerName, select, _ {} other {; it asks for {schedulerName}}}',
  'cause.title.S12.SchedulerError': 'Scheduler failed',
  'cause.what.S12.SchedulerError':
    'A scheduler looked at the pod and failed for a reason of its own{schedulerName, select, _ {} other {; the pod asks for {schedulerName}}}',
  'cause.title.S13': 'Virtual node',
  'cause.what.S13':
    'The node is a virtual one{subject, select, _ {} other { ({subject})}}, which runs no daemon pods, and the DaemonSet does not exclude it',
  'cause.title.S14': 'Full of pods with equal or higher priority',
  'cause.what.S14':
    'The node has not enough {resource, select, _ {room} other {{resource}}} for the pod, and every other pod there has an equal or higher priority, so the scheduler will make no room',
  'cause.title.S15': 'Node lacks a feature',
  'cause.what.S15':
    'The node cannot satisfy {subject, select, _ {a feature or a resource claim} other {{subject}}} that the pod needs',

  'cause.title.K01': 'Refused by the kubelet: no room',
  'cause.what.K01':
    'The kubelet refused the pod for want of {resource, select, _ {resources} other {{resource}}}{requested, select, _ {} other {: requested {requested}}}{used, select, _ {} other {, used {used}}}{allocatable, select, _ {} other {, capacity {allocatable}}}',
  'cause.title.K02': 'Refused: node under pressure',
  'cause.what.K02':
    'The kubelet refuses the pod because the node is under {detail, select, _ {pressure} other {{detail}}}',
  'cause.title.K03': 'Evicted while running',
  'cause.what.K03': 'The kubelet evicted the running pod',
  'cause.what.K03.NodeLow':
    'The kubelet evicted the running pod because the node was low on {resource, select, _ {a resource} other {{resource}}}{free, select, _ {} other {, {free} left}}{container, select, _ {} other {; container {container}{used, select, _ {} other { used {used}}}{requested, select, _ {} other { and had requested {requested}}}}}',
  'cause.what.K03.StorageLimit':
    'The kubelet evicted the running pod because {container, select, _ {its containers} other {container {container}}} used more ephemeral storage than the limit{limited, select, _ {} other { of {limited}}}',
  'cause.what.K03.EmptyDirLimit':
    'The kubelet evicted the running pod because its emptyDir volume{subject, select, _ {} other { {subject}}} grew beyond the limit{limited, select, _ {} other { of {limited}}}',
  'cause.title.K04': 'Refused: labels or taint',
  'cause.what.K04':
    '{detail, select, NodeAffinity {The kubelet refused the pod because the labels of the node no longer match} TaintToleration {The kubelet refused the pod because of {taint, select, _ {a NoExecute taint} other {the taint {taint}}}} other {The kubelet refused the pod because of the labels of the node or a NoExecute taint}}',
  'cause.title.K05': 'Refused: device not ready',
  'cause.what.K05':
    'The kubelet could not give the pod {resource, select, _ {a device} other {{resource}}}: its plugin is not registered yet, or the device is unhealthy',
  'cause.title.K06': 'Refused: processor topology',
  'cause.what.K06':
    'The topology or CPU manager of the kubelet refused the pod{detail, select, _ {} other { ({detail})}}',
  'cause.title.K07': 'Node is shutting down',
  'cause.what.K07': 'The node is shutting down and takes no pod',
  'cause.title.K08': 'Kubelet is silent',
  'cause.what.K08': 'The pod is bound to the node, and the kubelet there has not reported on it',
  'cause.title.K09': 'Pod network or sandbox fails',
  'cause.what.K09': 'The sandbox of the pod cannot be made, most often for want of its network',
  'cause.title.K09.AddressesExhausted': 'No address left for the pod',
  'cause.what.K09.AddressesExhausted': 'The network of the node has no address left for the pod',
  'cause.title.K09.NetworkNotReady': 'Network of the node not ready',
  'cause.what.K09.NetworkNotReady': 'The network plugin of the node is not ready',
  'cause.title.K09.RuntimeHandlerMissing': 'Runtime handler missing',
  'cause.what.K09.RuntimeHandlerMissing':
    'The container runtime of the node does not have the handler that the RuntimeClass asks for',
  'cause.title.K10': 'Volume source missing',
  'cause.what.K10':
    'A volume of the pod needs {subject, select, _ {a ConfigMap, a Secret or a path that is} other {{subject}, which is}} missing or wrong',
  'cause.title.K11': 'Volume cannot be attached',
  'cause.what.K11': '{subject, select, _ {A volume} other {The volume {subject}}} cannot be attached to the node',
  'cause.what.K11.MultiAttach':
    '{subject, select, _ {A volume} other {The volume {subject}}} is still attached to another node, and only one may have it',
  'cause.title.K11.MountFailed': 'Volume cannot be mounted',
  'cause.what.K11.MountFailed':
    '{subject, select, _ {A volume} other {The volume {subject}}} cannot be mounted on the node',
  'cause.title.K12': 'Image cannot be pulled',
  'cause.what.K12':
    '{image, select, _ {An image} other {The image {image}}} cannot be pulled{container, select, _ {} other { for container {container}}}',
  'cause.title.K12.NotFound': 'Image not found',
  'cause.what.K12.NotFound':
    'The registry does not have {image, select, _ {the image} other {the image {image}}}{container, select, _ {} other { of container {container}}}',
  'cause.title.K12.Unauthorized': 'No right to pull the image',
  'cause.what.K12.Unauthorized':
    'The registry refuses {image, select, _ {the image} other {the image {image}}}{container, select, _ {} other { of container {container}}}: not authorised, or it does not exist',
  'cause.title.K12.RateLimited': 'Registry limits the pulls',
  'cause.what.K12.RateLimited':
    'The registry has too many requests and refuses {image, select, _ {the image} other {the image {image}}} for now',
  'cause.title.K12.Unreachable': 'Registry cannot be reached',
  'cause.what.K12.Unreachable':
    'The node cannot reach the registry of {image, select, _ {the image} other {the image {image}}}',
  'cause.title.K12.Certificate': 'Certificate of the registry refused',
  'cause.what.K12.Certificate':
    'The node does not trust the certificate of the registry of {image, select, _ {the image} other {the image {image}}}',
  'cause.title.K12.NoMatchingPlatform': 'Image not built for this node',
  'cause.what.K12.NoMatchingPlatform':
    '{image, select, _ {The image} other {The image {image}}} is not built for the architecture or operating system of the node',
  'cause.title.K12.NoSpace': 'No disk space for the image',
  'cause.what.K12.NoSpace':
    'The disk of the node has no space left for {image, select, _ {the image} other {the image {image}}}',
  'cause.title.K12.InspectFailed': 'Image on the node is damaged',
  'cause.what.K12.InspectFailed':
    'The container runtime cannot inspect {image, select, _ {the image} other {the image {image}}}',
  'cause.title.K12.SignatureInvalid': 'Signature of the image refused',
  'cause.what.K12.SignatureInvalid':
    'The signature of {image, select, _ {the image} other {the image {image}}} cannot be verified',
  'cause.title.K13': 'Image name is invalid',
  'cause.what.K13':
    'The name of the image{image, select, _ {} other { {image}}}{container, select, _ {} other { of container {container}}} is not valid',
  'cause.title.K14': 'Image absent, pulling forbidden',
  'cause.what.K14':
    '{image, select, _ {The image} other {The image {image}}}{container, select, _ {} other { of container {container}}} is not on the node, and imagePullPolicy Never forbids to pull it',
  'cause.title.K15': 'Container configuration is wrong',
  'cause.what.K15':
    '{subject, select, _ {A ConfigMap, a Secret or the security context of {container, select, _ {a container} other {container {container}}} is missing or wrong} other {The {subject} that {container, select, _ {a container} other {container {container}}} needs does not exist}}',
  'cause.title.K15.RunAsNonRoot': 'Image would run as root',
  'cause.what.K15.RunAsNonRoot':
    '{image, select, _ {The image} other {The image {image}}}{container, select, _ {} other { of container {container}}} would run as root, and runAsNonRoot forbids it',
  'cause.title.K16': 'Container cannot be created',
  'cause.what.K16':
    'The container runtime refuses to create {container, select, _ {a container} other {container {container}}}',
  'cause.title.K17': 'Container cannot be started',
  'cause.what.K17':
    'The command of {container, select, _ {a container} other {container {container}}} cannot be started{exitCode, select, _ {} other { (exit code {exitCode})}}',
  'cause.title.K18': 'Container crashes again and again',
  'cause.what.K18':
    '{container, select, _ {A container} other {Container {container}}} ends again and again{exitCode, select, _ {} other { with exit code {exitCode}}}{restarts, select, _ {} other {, restarted {restarts}}}',
  'cause.title.K19': 'Out of memory',
  'cause.what.K19':
    '{container, select, _ {A container} other {Container {container}}} was killed because it used more memory than {limited, select, _ {its limit} other {its limit of {limited}}}{restarts, select, _ {} other {, restarted {restarts}}}',
  'cause.title.K20': 'Port in use on the node',
  'cause.what.K20':
    '{container, select, _ {A container} other {Container {container}}} crashes because {hostPort, select, _ {a port} other {port {hostPort}}} of the node is in use{holder, select, _ {} other { by {holder}}}',
  'cause.title.K21': 'Init container fails',
  'cause.what.K21':
    '{container, select, _ {An init container} other {Init container {container}}} fails{waitingReason, select, _ {} other { ({waitingReason})}}{exitCode, select, _ {} other { with exit code {exitCode}}}{restarts, select, _ {} other {, restarted {restarts}}}',
  'cause.what.K21.StillRunning':
    '{container, select, _ {An init container} other {Init container {container}}} is still running, well past the time that a start may take',
  'cause.title.K22': 'Sidecar does not start',
  'cause.what.K22':
    'The pod waits for {container, select, _ {a sidecar} other {sidecar {container}}}, which has not started{waitingReason, select, _ {} other { ({waitingReason})}}',
  'cause.title.K23': 'Readiness probe fails',
  'cause.what.K23':
    '{container, select, _ {A container} other {Container {container}}} runs, and its readiness probe does not succeed',
  'cause.title.K24': 'Killed by a probe',
  'cause.what.K24':
    '{container, select, _ {A container} other {Container {container}}} is killed because its {detail, select, Liveness {liveness probe} Startup {startup probe} other {liveness or startup probe}} fails{restarts, select, _ {} other {, restarted {restarts}}}',
  'cause.title.K25': 'Readiness gate is closed',
  'cause.what.K25':
    'The containers are ready, and {subject, select, _ {a readiness gate} other {the readiness gate {subject}}} of the pod is not',
  'cause.title.K26': 'postStart hook fails',
  'cause.what.K26': 'The postStart hook of {container, select, _ {a container} other {container {container}}} fails',
  'cause.title.K27': 'Container ends by itself',
  'cause.what.K27':
    '{container, select, _ {A container} other {Container {container}}} ends with exit code 0{restarts, select, _ {} other {, restarted {restarts}}}; one of a DaemonSet must not end',
  'cause.title.K28': 'Image pull is slow',
  'cause.what.K28':
    '{image, select, _ {An image} other {The image {image}}} is still being pulled, for longer than 2 min',
  'cause.title.K29': 'Only some nodes fail',
  'cause.what.K29':
    'The new revision fails on {nodes, plural, =0 {some nodes} one {# node} other {# nodes}} and runs on others{of, select, _ {} other { ({of})}}{subject, select, _ {} other {{used, select, _ {; those have {subject} in common} other {{limited, select, _ {; those have {subject} in common} other {; {subject} holds for {used} of those and for {limited} of the others}}}}}}',
  'cause.title.K30': 'Resize is pending',
  'cause.what.K30':
    'The kubelet has not carried out a resize of the running pod{detail, select, _ {} other { ({detail})}}; that is no matter of the rollout',
  'cause.title.K31': 'Refused by the kubelet',
  'cause.what.K31': 'The kubelet refused the pod{detail, select, _ {} other { ({detail})}}',

  'cause.title.T01': 'Terminating on a dead node',
  'cause.what.T01': 'The pod is terminating on a node whose kubelet is silent, so nobody ends it',
  'cause.title.T02': 'Finalizer holds the pod',
  'cause.what.T02':
    'The containers have ended, and {finalizers, select, _ {a finalizer} other {the finalizer {finalizers}}} keeps the pod',
  'cause.title.T03': 'Long grace period',
  'cause.what.T03':
    'The pod is terminating within its grace period{left, select, _ {} other {{nodes, plural, =0 {, which ends in {left}} one {, which ends in {left}} other {, which ends in {left} at the earliest}}}}',
  'cause.title.T04': 'Terminating for too long',
  'cause.what.T04':
    'The pod is still terminating after its grace period although its node is well: the runtime, the network or a volume cannot be torn down',
  'cause.what.T04.NothingRuns':
    'The pod is still terminating after its grace period although its node is well and none of its containers runs: most often a volume cannot be unmounted',
} as const;
