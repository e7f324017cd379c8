/** States of a DaemonSet, and the one sentence about it: what · where · since when. */
export const daemonSet = {
  'daemonSet.state.Stalled': 'Stalled',
  'daemonSet.state.Blocked': 'Blocked',
  'daemonSet.state.Degraded': 'Degraded',
  'daemonSet.state.Unknown': 'Unknown',
  'daemonSet.state.NotObserved': 'Not observed',
  'daemonSet.state.Progressing': 'Progressing',
  'daemonSet.state.CompleteWithLeftovers': 'Complete with leftovers',
  'daemonSet.state.OnDelete': 'Waits for deletion',
  'daemonSet.state.Deleting': 'Being deleted',
  'daemonSet.state.Complete': 'Complete',
  'daemonSet.state.Idle': 'Idle',

  'daemonSet.meaning.Stalled': 'The rollout is blocked and has not moved for long, or cannot move by itself.',
  'daemonSet.meaning.Blocked': 'An old pod waits to be replaced, and nothing in flight would let it.',
  'daemonSet.meaning.Degraded': 'Nothing is outdated, and some nodes have no available pod.',
  'daemonSet.meaning.Unknown': 'What the verdict needs cannot be read now.',
  'daemonSet.meaning.NotObserved': 'The controller has not yet observed the newest spec.',
  'daemonSet.meaning.Progressing': 'Pods are being created or replaced.',
  'daemonSet.meaning.CompleteWithLeftovers':
    'kubectl would call the rollout done, and old or misscheduled pods are still there.',
  'daemonSet.meaning.OnDelete': 'The strategy is OnDelete: an old pod stays until somebody deletes it.',
  'daemonSet.meaning.Deleting': 'The DaemonSet is being deleted.',
  'daemonSet.meaning.Complete': 'Every target node runs the current revision, and it is available.',
  'daemonSet.meaning.Idle': 'No node is a target.',

  'rollout.BeingDeleted': 'The DaemonSet is being deleted',
  'rollout.PodsUnreadable.NotSynced': 'Unknown: the pods have not been read yet',
  'rollout.PodsUnreadable.Forbidden': 'Unknown: Rollcall may not read pods',
  'rollout.PodsUnreadable.Stale': 'Unknown: what is known of the pods is too old',
  'rollout.NodesUnreadable.NotSynced': 'Unknown: the nodes have not been read yet',
  'rollout.NodesUnreadable.Forbidden': 'Unknown: Rollcall may not read nodes',
  'rollout.NodesUnreadable.Stale': 'Unknown: what is known of the nodes is too old',
  'rollout.GenerationAhead': 'The controller has not yet observed the newest spec',
  'rollout.GenerationAhead.numbers':
    'The controller has observed generation {observedGeneration}, not yet generation {generation}',
  'rollout.NothingWanted': 'No node is a target, so there is nothing to do',
  'rollout.OldPodsWaitForDeletion':
    '{count, plural, one {# old pod waits} other {# old pods wait}} to be deleted by hand (OnDelete)',
  'rollout.UpdatedAndAvailable':
    '{desired, plural, one {The one target node runs the current revision, available} other {All # target nodes run the current revision, available}}',
  'rollout.LeftoverPods':
    'Rolled out, but {count, plural, one {# node still has} other {# nodes still have}} an old or misscheduled pod',
  'rollout.BudgetUsed.Stalled':
    'Rollout stalled{cause, select, none {} other { ({cause})}}: no further pod can be replaced, {count, plural, one {# node holds} other {# nodes hold}} the budget',
  'rollout.BudgetUsed.Blocked':
    'Rollout blocked{cause, select, none {} other { ({cause})}}: no further pod can be replaced, {count, plural, one {# node holds} other {# nodes hold}} the budget',
  'rollout.SyncFails.Stalled':
    'Rollout stalled{cause, select, none {} other { ({cause})}}: every sync of the controller fails before it updates a pod',
  'rollout.SyncFails.Blocked':
    'Rollout blocked{cause, select, none {} other { ({cause})}}: every sync of the controller fails before it updates a pod',
  'rollout.NodesNotAvailable':
    '{count, plural, one {# of {desired, number} target nodes has} other {# of {desired, number} target nodes have}} no available pod, and nothing is on its way',
  'rollout.UpdatingPods':
    'Rolling out: {updated, number} of {desired, number} nodes updated, {available, number} available',
  'rollout.UpdatingPods.slowed':
    'Rolling out slowly, stuck nodes use a part of the budget: {updated, number} of {desired, number} nodes updated, {available, number} available',
  'rollout.StartingPods': 'Starting: {available, number} of {desired, number} nodes available',

  'daemonSet.where.all': '{nodes}',
  'daemonSet.where.more': '{nodes} and {more, number} more',
  'daemonSet.since': 'for {duration}',
  'daemonSet.since.atLeast': 'for at least {duration}',
  'daemonSet.sentence': '{what}.',
  'daemonSet.sentence.where': '{what} · {where}.',
  'daemonSet.sentence.since': '{what} · {since}.',
  'daemonSet.sentence.where.since': '{what} · {where} · {since}.',
} as const;
