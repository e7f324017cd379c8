/** How the cluster is being read, and what is lost where it may not be. */
export const health = {
  'resource.name.daemonsets': 'DaemonSets',
  'resource.name.controllerrevisions': 'ControllerRevisions',
  'resource.name.pods': 'pods',
  'resource.name.nodes': 'nodes',
  'resource.name.events': 'events',
  'resource.name.namespaces': 'namespaces',
  'resource.name.poddisruptionbudgets': 'PodDisruptionBudgets',
  'resource.name.priorityclasses': 'PriorityClasses',

  'loss.daemonsets': 'Without DaemonSets there is nothing to show.',
  'loss.controllerrevisions': 'Without ControllerRevisions the current revision cannot be told.',
  'loss.pods': 'Without pods no node can be said to run anything: every state is unknown.',
  'loss.nodes':
    'Without nodes only the pods speak: which nodes should run a DaemonSet is unknown, and no node counts as missing or excluded.',
  'loss.events': 'Without events the reasons for a pod that cannot be created are missing.',
  'loss.namespaces': 'Without namespaces the Pod Security level of a namespace is unknown.',
  'loss.poddisruptionbudgets': 'Without PodDisruptionBudgets it is unknown which pods may be evicted.',
  'loss.priorityclasses':
    'Without PriorityClasses DaemonSets of equal state are ordered by the priority of their pods alone.',

  'knowledge.NotSynced': '{resource} have not been read yet.',
  'knowledge.Forbidden': 'Rollcall may not read {resource}. {loss}',
  'knowledge.Stale': 'What is known of {resource} is too old to be trusted.',
  'knowledge.Known': '{resource} are known.',
  'knowledge.grant': 'This RBAC rule would grant it:',

  'reflector.state.idle': 'not begun',
  'reflector.state.listing': 'reading',
  'reflector.state.syncing': 'connecting the watch',
  'reflector.state.live': 'live',
  'reflector.state.suspect': 'silent',
  'reflector.state.retrying': 'retrying',
  'reflector.state.relisting': 'reading again',
  'reflector.cause.unreachable': 'The API server cannot be reached.',
  'reflector.cause.credentials': 'The API server rejects the credentials.',
  'reflector.cause.forbidden': 'The API server forbids it.',
  'reflector.cause.throttled': 'The API server asks to wait.',
  'reflector.cause.gone': 'The position in the watch is no longer held by the API server.',
  'reflector.cause.server': 'The API server answers with an error.',
  'reflector.cause.note': '{cause} ({note})',
} as const;
