/** Room on a node: what is lacking, who will make it, what would have to go, and what that costs. */
export const room = {
  'room.amount': '{amount} {resource}',
  'room.amount.pods': '{count, plural, one {# pod slot} other {# pod slots}}',
  'room.amount.ports': 'the host port',
  'room.and': '{first} and {last}',
  'room.lack.Resource.phrase': 'needs {requested} {resource}, {free} free of {allocatable}',
  'room.lack.Resource.phrase.over':
    'needs {requested} {resource}, and the pods here request {over} more than {allocatable}',
  'room.lack.Resource.sentence':
    'It needs {requested} {resource}: {free} of {allocatable} is free, {short} too little.',
  'room.lack.Resource.sentence.over':
    'It needs {requested} {resource}: the pods here already request {over} more than the {allocatable} that is allocatable.',
  'room.lack.Resource.sentence.never': 'It needs {requested} {resource}: the whole node has {allocatable}.',
  'room.lack.pods.phrase': 'needs a pod slot, {free, number} free of {allocatable, number}',
  'room.lack.pods.sentence': 'It needs a pod slot: all {allocatable, number} of the node are taken.',
  'room.lack.HostPort.phrase': 'host port {port} taken{holders, select, _ {} other { by {holders}}}',
  'room.lack.HostPort.sentence':
    'It needs the host port {port}, which {holders, select, _ {is taken on this node} other {{holders} has}}.',
  'room.short.HostPort.phrase': 'host port {port}',

  'room.selfHelp.question': 'Will the scheduler do it by itself?',
  'room.selfHelp.UnderWay.phrase': 'under way',
  'room.selfHelp.Yes.phrase': 'yes',
  'room.selfHelp.No.phrase': 'no',
  'room.selfHelp.Forbidden.phrase': 'forbidden',
  'room.selfHelp.NeverFits.phrase': 'never fits',
  'room.selfHelp.NotNeeded.phrase': 'not needed',
  'room.selfHelp.UnderWay.sentence': 'Yes, it is at it: the pods that it preempted are leaving.',
  'room.selfHelp.Yes.sentence':
    'Yes: {lower, plural, one {# pod here has a lower priority, and without it} other {# pods here have a lower priority, and without them}} there is room; the scheduler takes no more of them than it needs.',
  'room.selfHelp.No.sentence':
    'The scheduler will not do it by itself: {lower, plural, =0 {nothing on this node has a lower priority.} one {even without the one pod of lower priority there is not enough room.} other {even without the # pods of lower priority there is not enough room.}}',
  'room.selfHelp.Forbidden.sentence':
    'Forbidden: its preemptionPolicy is Never, so the scheduler removes no pod for it.',
  'room.selfHelp.NeverFits.sentence': 'No, and no eviction helps: it asks for more than the whole node has.',
  'room.selfHelp.NotNeeded.sentence': 'Not needed: there is room for it, so it waits for something else.',
  'room.selfHelp.since.sentence': 'It has waited for {duration}.',

  'room.warning.SeveralBudgets.phrase': 'several budgets',
  'room.warning.SeveralBudgets.sentence':
    'More than one PodDisruptionBudget covers it ({budgets}): the eviction API answers 500, so it has to be deleted by hand, and that asks no budget.',
  'room.warning.Budget.phrase': '{allowed, plural, =0 {budget used up} other {uses a budget}}',
  'room.warning.Budget.sentence':
    '{allowed, plural, =0 {The PodDisruptionBudget {budget} allows no disruption now: an eviction is answered with 429.} one {It uses the one disruption that the PodDisruptionBudget {budget} allows now.} other {It uses one of the # disruptions that the PodDisruptionBudget {budget} allows now.}}',
  'room.warning.Bare.phrase': 'bare pod',
  'room.warning.Bare.sentence': 'It has no controller: nobody makes it again.',
  'room.warning.NotLower.phrase': 'priority not lower',
  'room.warning.NotLower.sentence':
    'Its priority is at least that of a pod that waits: for that one the scheduler would not remove it.',
  'room.warning.OnlyReplica.phrase': 'only replica',
  'room.warning.OnlyReplica.sentence': 'Its controller has no other pod that is alive: there will be a gap.',
  'room.warning.AskedToStay.phrase': 'asked to stay',
  'room.warning.AskedToStay.sentence': 'An annotation asks that it stay where it is (safe-to-evict or do-not-disrupt).',
  'room.warning.ToleratesCordon.phrase': 'tolerates a cordon',
  'room.warning.ToleratesCordon.sentence': 'It tolerates a cordon: its next pod may come straight back to this node.',
  'room.warning.EmptyDir.phrase': 'local data is lost',
  'room.warning.EmptyDir.sentence':
    'What its {count, plural, one {emptyDir volume {volumes} holds} other {emptyDir volumes {volumes} hold}} is lost.',
  'room.warning.HostPath.phrase': 'files of this node',
  'room.warning.HostPath.sentence': 'It uses files of this node (hostPath), which another node does not have.',
  'room.warning.VolumeClaim.phrase': 'volume claim',
  'room.warning.VolumeClaim.sentence':
    'The volume of its claim may be bound to this node or zone; PersistentVolumes are not read.',
  'room.warning.Job.phrase': 'Job',
  'room.warning.Job.sentence': 'It may count as a failure of its Job.',
  'room.warning.StatefulSet.phrase': 'StatefulSet',
  'room.warning.StatefulSet.sentence': 'It comes back under the same name, once its volumes are free.',

  'room.standing.Movable.phrase': 'may go',
  'room.standing.Movable.sentence': 'It may be asked to go.',
  'room.standing.DaemonSet.phrase': 'daemon pod',
  'room.standing.DaemonSet.sentence': 'It belongs to a DaemonSet, which makes it again on this very node.',
  'room.standing.Static.phrase': 'static pod',
  'room.standing.Static.sentence': 'The kubelet runs it from a file of the node: no eviction removes it.',
  'room.standing.Terminating.phrase': 'terminating',
  'room.standing.Terminating.sentence': 'It is leaving already: what it takes comes free by itself.',
  'room.standing.Terminal.phrase': 'ended',
  'room.standing.Terminal.sentence': 'It has ended, and takes no room.',
  'room.standing.ControlPlane.phrase': 'control plane',
  'room.standing.ControlPlane.sentence': 'It is part of the control plane: it stays.',
  'room.standing.Rollcall.phrase': 'Rollcall itself',
  'room.standing.Rollcall.sentence': 'It is Rollcall, which you are looking at.',

  'room.set.phrase': 'evict {count, plural, one {# pod} other {# pods}}',
  'room.set.sentence': 'Evict {count, plural, one {# pod} other {# pods}}: {frees}.',
  'room.set.frees.exact': 'frees {frees}, just what is needed',
  'room.set.frees.more': 'frees {frees}, {more} more than needed',
  'room.set.frees.ports': 'frees the host port',
  'room.set.cost.violation.sentence':
    'The PodDisruptionBudget {budget} would be asked for {asked, number} and allows {allowed, number}: the eviction is answered with 429 until it allows more.',
  'room.set.cost.bare.sentence':
    '{count, plural, one {# of them has no controller and is lost for good.} other {# of them have no controller and are lost for good.}}',
  'room.set.cost.notLower.sentence':
    '{count, plural, one {# of them has a priority that is not below that of the pod that waits.} other {# of them have a priority that is not below that of the pod that waits.}}',
  'room.set.cost.none.sentence': 'It breaks no PodDisruptionBudget, and each of its pods has a controller.',
  'room.set.cost.budgetsUnknown.sentence': 'Whether PodDisruptionBudgets allow it is not known.',

  'room.elsewhere.Nodes.phrase': 'room on {more, plural, =0 {{first}} other {{first} and other nodes}}',
  'room.elsewhere.Nowhere.phrase': 'no other node has room: stays Pending',
  'room.elsewhere.NotAsked.phrase': 'not known',
  'room.elsewhere.Bare.phrase': 'is not made again',

  'room.otherWays': 'Without an eviction',
  'room.otherWay.Wait.sentence':
    'Wait: pods that are leaving free enough{left, select, _ {} other {, within {left} if none of them is late}}.',
  'room.otherWay.RaisePriority.sentence':
    'Set priorityClassName of the DaemonSet to {priorityClass}: its pods are then above priority {above, number}, and the scheduler makes the room by itself.',
  'room.otherWay.RaisePriority.sentence.none':
    'Give the DaemonSet a priority class above {above, number}, which no class here is: the scheduler then makes the room by itself.',
  'room.otherWay.LowerRequests.sentence': 'Lower the requests of the DaemonSet by {amounts}.',
  'room.otherWay.BiggerNode.sentence': 'Replace the node by a larger one, with at least {amounts} allocatable.',
  'room.otherWay.WithoutSurge.sentence':
    'Update with maxUnavailable rather than maxSurge: the old pod then leaves before the new one comes, and its room with it.',
  'room.otherWay.ExcludeNode.sentence':
    'Exclude this node from the DaemonSet, by a label that its affinity asks for or a taint that it does not tolerate.',

  'room.step.Cordon.sentence':
    'Cordon first: otherwise the next pods of the evicted take the room at once. Daemon pods tolerate a cordon.',
  'room.step.Evict.sentence': 'Evict: this asks the PodDisruptionBudgets.',
  'room.step.Delete.sentence': 'Delete what cannot be evicted: this asks no PodDisruptionBudget.',
  'room.step.Wait.sentence': 'Wait until the daemon pod is bound to the node.',
  'room.step.Uncordon.sentence': 'Uncordon: only now may others come.',

  'room.plan.Fits.phrase': 'fits',
  'room.plan.Wait.phrase': 'wait',
  'room.plan.Evict.phrase': 'evict',
  'room.plan.Impossible.phrase': 'impossible',
  'room.plan.Fits.sentence':
    'Nothing is lacking that requests and ports tell of: there is room. If it goes on waiting, it is for something else.',
  'room.plan.Wait.sentence': 'Nothing has to go: pods that are leaving free enough.',
  'room.plan.Evict.sentence': '{count, plural, one {One pod would have to go.} other {# pods would have to go.}}',
  'room.plan.Impossible.sentence': 'Not even all pods that may go are enough.',
  'room.plan.serves.sentence': 'One plan for the {count, number} pods that wait here: {names}.',
  'room.plan.leaves.NeverFits.sentence': 'It does not help {name}, which asks for more than the whole node has.',
  'room.plan.leaves.NotEnough.sentence':
    'It does not help {name}: not even all pods that may go are enough for it beside the others.',
  'room.plan.leaves.race.sentence':
    'Scheduled first, it can take the room that is made: see who was bound before you uncordon.',
  'room.plan.lacks.sentence': 'Lacking: {amounts}.',
  'room.plan.greedy.sentence':
    'No three pods are enough. This set was found step by step: none of its pods is needless, and there may be a better one.',

  'room.budgets.NotSynced.sentence': 'PodDisruptionBudgets have not been read yet: no eviction is known to be allowed.',
  'room.budgets.Forbidden.sentence': 'Rollcall may not read PodDisruptionBudgets: no eviction is known to be allowed.',
  'room.budgets.Stale.sentence':
    'What is known of PodDisruptionBudgets is out of date: no eviction is known to be allowed.',
  'room.unreadable.sentence':
    'The {count, plural, one {quantity of {resources} cannot be read and counts} other {quantities of {resources} cannot be read and count}} as nothing.',

  'room.complete.Known.phrase': '{duration} after Ready',
  'room.complete.Waiting.phrase': 'not yet, {duration} after Ready',
  'room.complete.NoTrace.phrase': 'not known',
  'room.complete.Known.sentence': 'All its DaemonSets were available {duration} after it became Ready.',
  'room.complete.Waiting.sentence': 'It has been Ready for {duration}, and not all its DaemonSets are available yet.',
  'room.complete.NoTrace.sentence':
    'How long it took until all its DaemonSets were available leaves no trace: pods were replaced since, or the node was not Ready in between.',
} as const;
