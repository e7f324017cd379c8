/** What to do about a cause, and what that risks. Rollcall does none of it. */
export const advice = {
  'cause.advice.R01':
    'Look whether kube-controller-manager runs and has a leader, and whether its writes succeed. It may also only wait for its own creations and deletions to be confirmed, for up to 5 min.',
  'cause.advice.R02':
    'This is no stall: delete the old pods by hand, node by node, and let each new pod become available before the next.',
  'cause.advice.R03':
    'Repair the node, delete its Node object once the machine is gone, exclude it from the DaemonSet, or raise maxUnavailable above the number of dead nodes. Force-deleting its pod does not help where the node is still wanted: the controller makes another.',
  'cause.advice.R04':
    'Roll back, then repair the template. A third template pushed now would replace the pods that are unavailable at once, without any budget.',
  'cause.advice.R05': 'Nothing is wrong: wait. A smaller minReadySeconds makes every rollout faster, and less careful.',
  'cause.advice.R06':
    'Use maxUnavailable instead of maxSurge, so that the old pod leaves before the new one starts. Each node is then without the pod for a while.',
  'cause.advice.R07':
    'First repair what keeps the pod from being created; the causes beside this one name it. One refused creation is enough to freeze the whole update.',
  'cause.advice.R08':
    'Find out why the pods do not end; the causes beside this one say so. A pod within its grace period only needs time.',
  'cause.advice.R09':
    'Find the two writers (an operator, a GitOps tool, a webhook, a person) and let only one of them own the template.',
  'cause.advice.R10':
    'This follows an upgrade of the control plane. It is harmless as long as the pods count as updated; where they do not, each is replaced once.',
  'cause.advice.R11':
    'Wait until its pods are gone. If a finalizer stays, repair the controller that ought to remove it; removing it by hand leaves behind what it was to clean up.',
  'cause.advice.R12':
    'Give the two DaemonSets different labels. A selector cannot be changed, so one of them has to be made anew, and its pods with it.',
  'cause.advice.R13':
    'If it ought to run somewhere, correct the selector, the affinity or the tolerations, or label the nodes; each node says what it lacks.',
  'cause.advice.R14':
    'Add a toleration to the template, which is a new revision, or remove the taint: the controller then makes the pod again.',
  'cause.advice.R15': 'Drop tolerationSeconds from the toleration in the template, or remove the taint from the node.',
  'cause.advice.R16':
    'Compare the clocks of the nodes with those of the control plane. Until they agree, the controller may count a ready pod as unavailable.',

  'cause.advice.C01': 'Raise the quota of the namespace, or free some of it. The controller tries again by itself.',
  'cause.advice.C01.QuotaNotCountedYet': 'Wait: this passes by itself as soon as the quota has been counted.',
  'cause.advice.C01.ResourceNeedsQuota': 'Create a ResourceQuota in the namespace that covers what the pod asks for.',
  'cause.advice.C02':
    'Set them in the template, which is a new revision, or let a LimitRange of the namespace fill them in.',
  'cause.advice.C03':
    'Give the namespace a ResourceQuota whose scopeSelector names the priority class, use another class, or run in kube-system.',
  'cause.advice.C04':
    'If this agent is to be trusted, label its namespace privileged; every other pod there may then do the same. Otherwise drop from the template what the level forbids.',
  'cause.advice.C05': 'Read what the webhook says, and either satisfy it or ask its owner for an exemption.',
  'cause.advice.C06':
    'Repair the service behind the webhook. If that service itself needs this DaemonSet, as with a network plugin, the webhook must exempt this namespace.',
  'cause.advice.C07':
    'Create the ServiceAccount in the namespace of the DaemonSet, or correct its name in the template.',
  'cause.advice.C08': 'Create the PriorityClass, or correct its name in the template.',
  'cause.advice.C09': 'Create the RuntimeClass, or correct its name in the template.',
  'cause.advice.C10': 'Bring requests and limits of the template within the LimitRange, or change the LimitRange.',
  'cause.advice.C11':
    'No new pod will come. If the namespace ought to stay, it has to be created anew once it is gone.',
  'cause.advice.C12': 'Correct the field of the template that the message names.',
  'cause.advice.C13':
    'Make a pod of the template in a dry run on the server: that says whether it would be refused. A restart of the rollout makes the controller try again, and replaces every pod.',
  'cause.advice.C14': 'Read what the policy says, and either satisfy it or change its binding.',
  'cause.advice.C14.Forbidden':
    'Read the message: the plugin that forbids the pod names what it does not allow, often a right that the ServiceAccount lacks.',
  'cause.advice.C15': 'Look at the API server, etcd and the webhooks; the controller tries again by itself.',
  'cause.advice.C15.Unrecognised':
    'Read the message, and look at the events of the DaemonSet; the controller tries again by itself.',

  'cause.advice.S01':
    'Make room on this very node: the pod can run nowhere else, and an autoscaler cannot help. Or give the DaemonSet a higher priority class, so that the scheduler makes room itself.',
  'cause.advice.S01.PreemptionNever':
    'The priority class forbids preemption (preemptionPolicy Never), so make room on this very node, or use a priority class that may preempt.',
  'cause.advice.S02': 'Lower the requests, or exclude such nodes from the DaemonSet. No eviction will make it fit.',
  'cause.advice.S03':
    'Look at the device plugin of that node first, which often is another DaemonSet; or exclude nodes without the device.',
  'cause.advice.S04': 'Move or end what holds the port. Often it is a copy of the same agent in another namespace.',
  'cause.advice.S05':
    'Add a toleration to the template, which is a new revision, or remove the taint. Under a NoSchedule taint the pod stays Pending; under a NoExecute taint the controller removes it.',
  'cause.advice.S06':
    'Exempt the namespace from the default node selector, for OpenShift with the annotation openshift.io/node-selector set to nothing, or exclude it from the webhook that adds the selector.',
  'cause.advice.S07': 'Wait: the controller removes the pod by itself.',
  'cause.advice.S08': 'Take the rule out of the template: a DaemonSet places its pods without it.',
  'cause.advice.S09':
    'A claim that only one node may use at a time cannot serve a DaemonSet. Use a hostPath or an ephemeral volume, or one that many nodes may read.',
  'cause.advice.S10': 'Wait for the grace period of those that leave.',
  'cause.advice.S11': 'Ask who ought to remove the gate, and why that has not happened.',
  'cause.advice.S12': 'Check schedulerName in the template, and whether that scheduler runs.',
  'cause.advice.S12.SchedulerError': 'Read the message, and the log of the scheduler; it tries again by itself.',
  'cause.advice.S13': 'Exclude virtual nodes by a node affinity in the template.',
  'cause.advice.S14':
    'It stays Pending until somebody helps: give the DaemonSet a higher priority class, or evict another pod from the node, cordoned meanwhile so that it does not come back.',
  'cause.advice.S15': 'Use a newer node or another resource claim, or exclude such nodes.',

  'cause.advice.K01':
    'One such refusal is a race, and the controller tries again. If it comes back, static pods fill the node or its allocatable shrank.',
  'cause.advice.K02':
    'Free what the node lacks: disk, memory or process ids. The automatic tolerations do not help here. A priority of system-node-critical would, and the node would then run short for others.',
  'cause.advice.K03':
    'Request as much memory as the pod really uses, or raise its limit of ephemeral storage; then look at what else fills the node.',
  'cause.advice.K03.StorageLimit':
    'Find what the container writes to its own disk, or raise its limit of ephemeral storage.',
  'cause.advice.K03.EmptyDirLimit': 'Find what is written to that volume, or raise its sizeLimit.',
  'cause.advice.K04':
    'Compare the labels and taints of the node with the template. A kubelet that restarts without its labels causes this too.',
  'cause.advice.K05':
    'Look at the device plugin of the node. Once it is well, the failed pod is replaced; deleting it makes that sooner.',
  'cause.advice.K06': 'Change the requests to whole CPUs, or the policy of the topology manager on that node.',
  'cause.advice.K07': 'Wait until the node is back.',
  'cause.advice.K08': 'Look at the node and its kubelet: the pod itself is not at fault.',
  'cause.advice.K09':
    'Look first at the network plugin of that node, which mostly is a DaemonSet itself. It may also have run out of addresses.',
  'cause.advice.K09.AddressesExhausted':
    'Enlarge the range of addresses of the node or of its network plugin, or run fewer pods there.',
  'cause.advice.K09.RuntimeHandlerMissing':
    'Install the runtime on that node, or exclude such nodes from the DaemonSet.',
  'cause.advice.K10':
    'Create what is missing, in the namespace of the DaemonSet, or correct the volume in the template.',
  'cause.advice.K11':
    'Look at the driver of the volume on that node, which often is a DaemonSet itself, and at the message.',
  'cause.advice.K11.MultiAttach':
    'A volume that one node may use at a time cannot serve a DaemonSet. If the other node is dead, it has to be detached there first.',
  'cause.advice.K12': 'Read the message; the node tries again by itself, at most every 5 min.',
  'cause.advice.K12.NotFound': 'Correct the name or the tag of the image, or push it to the registry; or roll back.',
  'cause.advice.K12.Unauthorized':
    'Check imagePullSecrets of the pod and of its ServiceAccount, and the name of the image: many registries refuse what does not exist.',
  'cause.advice.K12.RateLimited':
    'Wait, or pull with an account or through a mirror. A smaller maxUnavailable pulls on fewer nodes at a time.',
  'cause.advice.K12.Unreachable': 'Check name resolution, proxy and firewall on the node.',
  'cause.advice.K12.Certificate':
    'Give the container runtime of the node the authority that signed the certificate, and check the clock of the node.',
  'cause.advice.K12.NoMatchingPlatform':
    'Build the image for that platform too, or exclude such nodes by kubernetes.io/arch or kubernetes.io/os.',
  'cause.advice.K12.NoSpace':
    'Free space on the disk of the node; if images alone fill it, look at the image garbage collection of its kubelet.',
  'cause.advice.K12.InspectFailed': 'Remove the image from that node so that it is pulled anew, and look at its disk.',
  'cause.advice.K12.SignatureInvalid': 'Sign the image, or correct the policy of signatures on the node.',
  'cause.advice.K13': 'Correct the name of the image in the template.',
  'cause.advice.K14': 'Load the image onto the node beforehand, or change imagePullPolicy.',
  'cause.advice.K15':
    'The message names the key or the object: create it in the namespace of the DaemonSet, or correct the template.',
  'cause.advice.K15.RunAsNonRoot':
    'Set runAsUser to a number other than 0, or build the image with one. Dropping runAsNonRoot lets the container run as root.',
  'cause.advice.K16': 'Read the message: mostly a mount, a path or a name is wrong.',
  'cause.advice.K17': 'Read the message: mostly the command does not exist in the image, or may not be executed.',
  'cause.advice.K17.ExecutableMissing': 'Correct the command: it does not exist in the image.',
  'cause.advice.K17.PermissionDenied': 'Make the file executable in the image, or correct the user of the container.',
  'cause.advice.K17.WrongArchitecture':
    'The program is built for another architecture: build it for this one too, or exclude such nodes by kubernetes.io/arch.',
  'cause.advice.K18': 'Read the log of the container before its last end. If it is the new version, roll back first.',
  'cause.advice.K19':
    'Raise the memory limit. Compare the nodes: bigger ones often need more, since there is more on them to watch.',
  'cause.advice.K20':
    'Find the process that holds the port: an old pod beside a surge pod, a left-over pod of another DaemonSet, or a service of the host.',
  'cause.advice.K21': 'Read the log of that init container.',
  'cause.advice.K21.StillRunning':
    'Read the log of that init container: it waits for something, or its work takes long.',
  'cause.advice.K22': 'Look at the startup probe and the log of the sidecar: the main containers wait for it.',
  'cause.advice.K23': 'Read what the probe says; often something that the agent depends on is down.',
  'cause.advice.K24': 'Read what the probe says. If the container is only slow, give the probe more time.',
  'cause.advice.K25': 'Look at the controller that is to open the gate: the kubelet does not.',
  'cause.advice.K26': 'Correct the hook; the kubelet ends the container whenever it fails.',
  'cause.advice.K27': 'Let the main process stay in the foreground, and do one-time work in an init container.',
  'cause.advice.K28': 'Wait. A large image, a registry that throttles, or pulls one after the other take their time.',
  'cause.advice.K29':
    'Compare good and bad nodes by what sets them apart: architecture, kernel, runtime, pool, zone, kubelet version.',
  'cause.advice.K30':
    'The pod runs on with what it had. The node needs room for it, or the resize is impossible there.',
  'cause.advice.K31': 'The words of the kubelet name what it refused; correct the template or the node accordingly.',

  'cause.advice.T01':
    'Make sure that the machine is off, then delete its Node object or taint it out-of-service. Force-deleting the pod does not help where the node is still wanted: the controller makes another, and if the machine still runs, so does the process.',
  'cause.advice.T02':
    'Repair the controller that ought to remove the finalizer. Removing it by hand is the last resort: what it was to clean up stays behind.',
  'cause.advice.T03': 'Wait. A shorter terminationGracePeriodSeconds helps from the next revision on.',
  'cause.advice.T04':
    'Read the events of the pod and the log of the kubelet. Force-deleting is the last resort: the process may go on running beside the new one.',
} as const;
