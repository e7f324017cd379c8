/** Who holds the budget, how fast it goes, what is ahead, and what an alert would make of it. */
export const progress = {
  'ledger.group.nodeNotReady': 'NotReady nodes',
  'ledger.group.starved': 'starved',
  'ledger.group.failing': 'failing new pods',
  'ledger.group.replacing': 'being replaced',
  'ledger.group.missing': 'missing',
  'ledger.kind.inFlight': 'in flight',
  'ledger.kind.stuck': 'stuck',
  'ledger.row.RU5a': 'two or more pods of one revision',
  'ledger.row.RU5b': 'no pod, or only a terminating one',
  'ledger.row.RU5c': 'a new and an old pod together',
  'ledger.row.RU5e': 'new pod, not available',
  'ledger.row.RU5f': 'old pod, not available',
  'ledger.row.RU8a': 'no old pod, and no available new one',
  'ledger.row.RU8b': 'old pod, not available, and no new one yet',
  'ledger.row.RU8f': 'new pod beside the old one, not available yet',
  'ledger.row.RU8h': 'two or more pods of one revision',
  'ledger.wait.NodeNotReady': 'node not ready',
  'ledger.wait.NodeStarting': 'node is starting',
  'ledger.wait.NodeLeaving': 'node is leaving',
  'ledger.wait.NodeGone': 'node is gone',
  'ledger.wait.NoPod': 'no pod',
  'ledger.wait.NoPodYet': 'no pod yet',
  'ledger.wait.FailedCreate': 'pod cannot be created',
  'ledger.wait.FailedDelete': 'pod cannot be deleted',
  'ledger.wait.Scheduling': 'being scheduled',
  'ledger.wait.Starting': 'starting',
  'ledger.wait.WaitingMinReadySeconds': 'ready, inside minReadySeconds',
  'ledger.wait.Terminating': 'terminating',
  'ledger.wait.TerminatingOverdue': 'terminating, overdue',
  'ledger.wait.Replacing': 'being replaced',
  'ledger.wait.Preempting': 'waits for preempted pods to end',
  'ledger.wait.Unschedulable': 'cannot be scheduled',
  'ledger.wait.SchedulingGated': 'scheduling gated',
  'ledger.wait.NobodySchedules': 'no scheduler takes it',
  'ledger.wait.InsufficientResource': 'no room',
  'ledger.wait.SchedulerSaysInsufficient': 'no room, says the scheduler',
  'ledger.wait.HostPortConflict': 'host port taken',
  'ledger.wait.NotReady': 'not ready for too long',
  'ledger.wait.PodFailed': 'pod Failed',
  'ledger.wait.ContainerTerminated': 'container ended',
  'ledger.holder': '{node} · {reason}',
  'ledger.holder.since': '{node} · {reason} · for {duration}',

  'budget.used': '{used, number} used of {limit, number}',
  'budget.free.sentence.maxUnavailable':
    '{room, plural, one {# further pod} other {# further pods}} may be replaced now.',
  'budget.free.sentence.maxSurge':
    'On {room, plural, one {# further node} other {# further nodes}} a new pod may start beside the old one now.',
  'budget.full.sentence.maxUnavailable':
    'The budget is in use: the next pod is replaced when {need, plural, one {# node has} other {# nodes have}} an available pod again.',
  'budget.full.sentence.maxSurge':
    'The budget is in use: the next surge pod starts when {need, plural, one {# of them is} other {# of them are}} available.',
  'budget.blocked.sentence.maxUnavailable':
    'Blocked: no further pod can be replaced until {need, plural, one {# node recovers} other {# nodes recover}}.',
  'budget.blocked.sentence.maxSurge':
    'Blocked: no further surge pod can start until {need, plural, one {# node recovers} other {# nodes recover}}.',
  'budget.syncFails.sentence':
    'Blocked whatever the budget: every sync of the controller fails before it updates a pod.',
  'budget.slowed.sentence':
    'Slowed: {stuck, number} of {limit, number} are stuck, so only {parallelism, plural, one {# pod moves} other {# pods move}} at a time.',
  'budget.part.nodeNotReady':
    '{count, number} of {used, number} {count, plural, one {sits on a NotReady node} other {sit on NotReady nodes}}',
  'budget.part.starved': '{count, plural, one {# pod has} other {# pods have}} no room',
  'budget.part.failing': 'the new version itself has failed on {count, number}',
  'budget.part.failing.other': '{count, number} {count, plural, one {fails} other {fail}}',
  'budget.part.replacing': '{count, plural, one {# is} other {# are}} being replaced',
  'budget.part.missing': '{count, plural, one {# has} other {# have}} no pod',
  'budget.part.separator': '; ',
  'budget.parts.sentence': '{parts}.',
  'budget.none.sentence':
    'The update strategy is OnDelete: the controller replaces no pod by itself, so there is no budget. Each old pod stays until somebody deletes it.',
  'budget.none.sentence.BeingDeleted':
    'The DaemonSet is being deleted, so no pod is replaced any more and there is no budget.',
  'budget.none.sentence.PodsUnreadable': 'The pods cannot be read, so who uses the budget is unknown.',
  'budget.none.sentence.NodesUnreadable': 'The nodes cannot be read, so who uses the budget is unknown.',
  'budget.none.sentence.Unknown': 'Who uses the budget is unknown now.',

  'progress.what.PodCreated': 'a new pod was created{node, select, _ {} other { on {node}}}',
  'progress.what.PodReady': 'a new pod became ready{node, select, _ {} other { on {node}}}',
  'progress.what.PodAvailable': 'a pod became available{node, select, _ {} other { on {node}}}',
  'progress.what.PodDeletionAsked': 'an old pod was told to go{node, select, _ {} other { on {node}}}',
  'progress.what.RevisionCreated': 'the revision was created',
  'progress.last': 'last progress {duration} ago',
  'progress.last.what': 'last progress {duration} ago: {what}',
  'progress.perPod':
    'about {median} per pod (median; 90 % within {p90}; {samples, plural, one {# sample} other {# samples}})',
  'progress.remaining':
    '{remaining, plural, one {# node} other {# nodes}} still to be updated, {parallelism, number} at a time',
  'progress.eta.now': 'done any moment',
  'progress.eta.within': 'done within {latest}',
  'progress.eta.about': 'done in about {earliest}',
  'progress.eta.minutes': 'done in {earliest, number} to {latest, number} min',
  'progress.eta.range': 'done in {earliest} to {latest}',
  'progress.eta.few':
    'no estimate yet, {samples, plural, =0 {no pod} one {only # pod} other {only # pods}} of {needed, number} timed',
  'progress.eta.never': 'will not finish by itself',
  'progress.whatIf.eta.sentence':
    'With {kind} {limit, number} it would move {parallelism, plural, one {# pod} other {# pods}} at a time: {eta}.',
  'progress.whatIf.still.sentence': 'With {kind} {limit, number} nothing would move either.',
  'progress.whatIf.drain.sentence':
    'With {kind} {limit, number} only what is on its way would go on; no further pod would be replaced.',
  'progress.whatIf.moves.sentence':
    'With {kind} {limit, number} it would move {parallelism, plural, one {# pod} other {# pods}} at a time.',
  'progress.whatIf.leftBehind.sentence':
    '{leftBehind, plural, one {# node stays} other {# nodes stay}} behind whatever the budget.',

  'preflight.none.sentence': 'No node is still to be updated.',
  'preflight.fits.sentence':
    'The new pod will fit on {checked, plural, one {the one node} other {all # nodes}} still to be updated.',
  'preflight.blocked.sentence':
    'On {blocked, number} of {checked, plural, one {# node} other {# nodes}} still to be updated the new pod will not fit: {list}.',
  'preflight.preempts.sentence':
    'On {count, plural, one {# node} other {# nodes}} it fits once the scheduler has ended pods of lower priority.',
  'preflight.template.sentence':
    'That is an estimate from the template: admission may add to the requests of the pods.',
  'preflight.node': '{node} {shortages}',
  'preflight.shortage.resource': 'short of {missing} {resource}',
  'preflight.shortage.pods': 'short of a pod slot',
  'preflight.shortage.hostPort': 'host port {hostPort} taken{holder, select, _ {} other { by {holder}}}',
  'preflight.shortage.separator': ' and ',
  'preflight.separator': ', ',
  'preflight.more': '{list} and {more, number} more',

  'push.unbudgeted.sentence':
    'Another push now would replace {replacedAtOnce, plural, one {# pod} other {# pods}} at once, without budget, because {replacedAtOnce, plural, one {it is} other {they are}} unavailable already{byBudget, plural, =0 {} one {, and # more within the budget} other {, and # more within the budget}}.',
  'push.ready.sentence':
    '{readyAmongThem, plural, one {# of them is} other {# of them are}} ready and only {readyAmongThem, plural, one {waits} other {wait}} for minReadySeconds: {readyAmongThem, plural, one {it serves, and goes} other {they serve, and go}} all the same.',
  'push.worst.sentence':
    'If that version fails too, {unavailableAtWorst, number} of {desired, plural, one {# node} other {# nodes}} {unavailableAtWorst, plural, one {is} other {are}} without an available pod.',
  'push.budgeted.sentence':
    'Another push now would replace {byBudget, plural, =0 {no pod at once, for no budget is left} one {# pod at once, within the budget} other {# pods at once, within the budget}}{waiting, plural, =0 {} one {; # waits for its turn} other {; # wait for their turn}}.',
  'push.onDelete.sentence':
    'Another push now would replace no pod: under OnDelete each old pod stays until somebody deletes it.',
  'push.syncFails.sentence':
    'Another push now would replace no pod while every sync of the controller fails; a template that ends this would replace {atOnce, plural, one {# pod} other {# pods}} at once.',

  'alert.meaning.KubeDaemonSetRolloutStuck':
    'Alerts when a rollout has not finished and its counters have not changed for a while.',
  'alert.meaning.KubeDaemonSetNotScheduled': 'Alerts when some target nodes have no pod at all for a while.',
  'alert.meaning.KubeDaemonSetMisScheduled': 'Alerts when pods run on nodes that are no target for a while.',
  'alert.manner.firing': 'fires',
  'alert.manner.pending': 'pending',
  'alert.manner.quiet': 'quiet',
  'alert.clause.holds': '{clause} holds ({left, number} and {right, number})',
  'alert.clause.not': '{clause} does not hold ({left, number} and {right, number})',
  'alert.firing.sentence': 'It fires now, as far as the counters tell.',
  'alert.pending.sentence': 'It fires in {duration} if nothing changes.',
  'alert.quiet.sentence': 'It does not fire: nothing that it looks for is there.',
  'alert.falseAlarm.other.sentence': 'This is a known false alarm: {word}.',
  'alert.falseAlarm.ToleratedLeftovers.sentence':
    'This is a known false alarm: pods stay where a NoSchedule taint came after them, as when nodes are changed blue for green.',
  'alert.falseAlarm.NodesNotReady.sentence':
    'This is a known false alarm: pods on nodes that are not Ready count as misscheduled; look at the nodes.',
  'alert.falseAlarm.SlowButMoving.sentence':
    'This is a known false alarm: the rollout moves, only slower than the rule looks.',
  'alert.falseAlarm.OnDeleteWaits.sentence':
    'This is a known false alarm: under OnDelete old pods wait for a person, by intention.',
  'alert.falseAlarm.StatusLags.sentence':
    'This is a known false alarm: the status lags behind the pods and nodes, and will be written anew.',
  'alert.falseAlarm.NodesComeAndGo.sentence':
    'This is a known false alarm: the nodes are only just starting or about to leave.',

  'nodeTrouble.NotReady':
    '{nodes, plural, one {# node} other {# nodes}}{pool, select, _ {} other { of pool {pool}}} not Ready{since, select, _ {} other { for {since}}}',
  'nodeTrouble.Unreachable':
    '{nodes, plural, one {# node} other {# nodes}}{pool, select, _ {} other { of pool {pool}}} silent{since, select, _ {} other { for {since}}}',
  'nodeTrouble.Gone':
    '{nodes, plural, one {# node} other {# nodes}}{pool, select, _ {} other { of pool {pool}}} gone, and pods of {nodes, plural, one {it} other {them}} are still there',
  'nodeTrouble.Starting':
    '{nodes, plural, one {# node} other {# nodes}}{pool, select, _ {} other { of pool {pool}}} {nodes, plural, one {is} other {are}} starting{since, select, _ {} other {, begun {since} ago}}',
  'nodeTrouble.Leaving':
    '{nodes, plural, one {# node} other {# nodes}}{pool, select, _ {} other { of pool {pool}}} {nodes, plural, one {is} other {are}} leaving{since, select, _ {} other {, begun {since} ago}}',
  'nodeTrouble.effect':
    '{what}: {daemonSets, plural, one {# DaemonSet has} other {# DaemonSets have}} no pod to count on there',
  'nodeTrouble.effect.passing':
    '{what}: {daemonSets, plural, one {# DaemonSet waits} other {# DaemonSets wait}}, and that is no alarm',

  trait:
    '{affected} ({affectedHaving, number}/{affectedAll, number}) of the affected, {rest} ({restHaving, number}/{restAll, number}) of the rest: {key}={value}',
  'trait.alone':
    '{affected} ({affectedHaving, number}/{affectedAll, number}) of the affected, and there is no other node: {key}={value}',
  percent: '{percent, number} %',
} as const;
