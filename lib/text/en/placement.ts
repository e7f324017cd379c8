/** Before a DaemonSet is applied: where it would run, whether it would find room, what stands against it. */
export const placement = {
  'placement.fits.sentence':
    'Would run on {wanted, number} of {nodes, plural, one {# node} other {# nodes}}, and {wanted, plural, one {it has room} other {all of them have room}}.',
  'placement.blocked.sentence':
    'Would run on {wanted, number} of {nodes, plural, one {# node} other {# nodes}}; {blocked, plural, one {# of them has no room} other {# of them have no room}}: {list}.',
  'placement.blocked.all.sentence':
    'Would run on {wanted, number} of {nodes, plural, one {# node} other {# nodes}}, and {wanted, plural, one {it has no room} other {none of them has room}}: {list}.',
  'placement.nowhere.sentence': 'Would run on none of {nodes, plural, one {# node} other {# nodes}}.',
  'placement.preempts.sentence':
    'On {count, plural, one {# of these} other {# of these}} the scheduler makes the room by itself: pods of lower priority go.',
  'placement.refused.sentence':
    'But as it stands it does not come to that: {count, plural, one {# error} other {# errors}}.',
  'placement.template.sentence':
    'By the template a pod asks for {asks}: a LimitRange, a RuntimeClass or a webhook may add to it.',
  'placement.pod.sentence': 'A pod asks for {asks}: so does one of the same template that is there.',
  'placement.asks.nothing': 'nothing',

  'placement.title.problems': 'Problems',
  'placement.title.changes': 'What changes',
  'placement.title.noRoom': '{count, plural, one {# wanted node} other {# wanted nodes}} without room',
  'placement.title.notWanted': '{count, plural, one {# node} other {# nodes}} not wanted',
  'placement.title.nodes': '{count, plural, one {# node} other {# nodes}}',

  'placement.change.new.sentence': 'No DaemonSet of this name is there yet.',
  'placement.change.same.sentence': 'Nothing: the DaemonSet that runs has the same template.',
  'placement.change.gains.sentence': '{count, plural, one {# node gains it} other {# nodes gain it}}: {list}.',
  'placement.change.loses.sentence': '{count, plural, one {# node loses it} other {# nodes lose it}}: {list}.',
  'placement.change.template.sentence':
    'The template differs in {count, plural, one {# point} other {# points}}, so every pod is replaced{onDelete, select, true { once somebody deletes it} other {}}.',
  'placement.change.other.sentence':
    'The template differs, but in nothing that Rollcall keeps: perhaps in an annotation, such as the one that {command} sets and kubectl apply leaves alone.',
  'placement.rollout.blocks.sentence':
    'The update stops at {count, plural, one {the node that stays} other {{limit, plural, one {one} other {#}} of the # nodes that stay}} without room ({kind} {limit, number}).',
  'placement.rollout.passes.sentence':
    '{count, plural, one {The node that stays without room takes one} other {The # nodes that stay without room take #}} of the budget of {limit, number} ({kind}): the update goes on beside {count, plural, one {it} other {them}}.',
  'placement.rollout.inPlace.sentence':
    'An old pod there is deleted first, so {count, plural, one {the node is} other {these nodes are}} left without any.',

  'placement.column.nodes': 'NODES',
  'placement.column.which': 'WHICH',
  'placement.column.short': 'SHORT OF',
  'placement.column.container': 'CONTAINER',
  'placement.column.field': 'FIELD',
  'placement.column.before': 'BEFORE',
  'placement.column.after': 'AFTER',
  'placement.column.wanted': 'WANTED',
  'placement.column.fits': 'FITS',
  'placement.yes': 'yes',
  'placement.no': 'no',
  'placement.mayStay': 'may stay',

  'placement.short.range': '{from} to {to} {resource}',
  'placement.short.one': '{amount} {resource}',
  'placement.short.pods': 'a pod slot',
  'placement.short.hostPort': 'host port {port}{holder, select, _ {} other { (held by {holder})}}',
  'placement.help': 'What helps: {help}',
  'placement.help.preempts': 'the scheduler does it by itself',
  'placement.help.never': 'lower requests or a bigger node: it is more than the whole node has',
  'placement.help.evict': 'fewer or smaller pods there, lower requests, a higher priority',
  'placement.help.slot': 'fewer pods there, or a higher priority',
  'placement.help.port': 'another port, or the holder elsewhere',
  'placement.help.surge': 'maxSurge 0: the old pod makes room',
  'placement.advice.sentence':
    'What would have to go, node by node: {command} shows it under Nodes, as soon as a pod waits there.',
  'placement.more.groups': 'and {count, plural, one {# more node} other {# more nodes}} for other reasons (--cells)',

  'placement.problem': '{path}: {message}',
  'placement.problem.line': '{path} (line {line}): {message}',
  'placement.obstacle.NamespaceAbsent.sentence':
    'The namespace {namespace} is not there, so the API server would refuse the DaemonSet.',
  'placement.obstacle.NamespaceTerminating.sentence':
    'The namespace {namespace} is being deleted: nothing new is made in it any more.',
  'placement.obstacle.SelectorImmutable.sentence':
    'The selector is not that of the DaemonSet that runs, and it cannot be changed: the API server would refuse it.',
  'placement.obstacle.BeingDeleted.sentence':
    'The DaemonSet of this name is being deleted: what is applied now goes with it.',
  'placement.obstacle.PriorityClassAbsent.sentence':
    'The PriorityClass {name} is not there: the DaemonSet would be accepted, and each of its pods refused.',
  'placement.obstacle.PriorityDiffers.sentence':
    'The priority {given} is not that of the PriorityClass, {admitted}: the DaemonSet would be accepted, and each of its pods refused.',
  'placement.obstacle.PreemptionPolicyDiffers.sentence':
    'The preemptionPolicy {given} is not that of the PriorityClass, {admitted}: the DaemonSet would be accepted, and each of its pods refused.',
  'placement.obstacle.PodSecurity.sentence':
    'The namespace enforces the Pod Security level {level} ({version}): the DaemonSet would be accepted, and each of its pods refused ({violations}), unless they are exempt, which cannot be seen.',

  'placement.note.NotRead.sentence':
    'ResourceQuotas, LimitRanges, ServiceAccounts, RuntimeClasses and webhooks are not read: they may still refuse the pods or change them.',
  'placement.note.BeyondRoom.sentence':
    'Required affinity among pods, topology spread and volume claims are not judged: pods may have to wait for them where there is room.',
  'placement.note.Alone.sentence': 'Each DaemonSet is judged as if it came alone: together they need the room of all.',
  'placement.note.NamespacesUnreadable.sentence':
    'No Namespace could be read: whether the namespace is there, and what Pod Security says in it, is not known.',
  'placement.note.PriorityClassesUnreadable.sentence':
    'No PriorityClass could be read: whether the scheduler would make room for the pods is not known.',
  'placement.note.NoPods.sentence': 'The files hold no Pod: every node counts as empty.',
} as const;
