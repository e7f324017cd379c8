/** The starved nodes: which, short of what, and what would make room on each. */
export const starved = {
  'starved.title': 'Starved nodes',
  'starved.sentence': '{who} {count, plural, one {has} other {have}} no room for daemon pods: {short}.',
  'starved.unclear.sentence': 'Daemon pods wait on {who}; what is short there cannot be told from what is known now.',
  'starved.none.sentence': 'No node is starved: no daemon pod waits for room.',
  'starved.none.last.sentence': 'The last one was starved {age}.',
  'starved.none.match.sentence':
    '{count, plural, one {The one starved node does not match} other {None of the # starved nodes matches}} the filter.',
  'starved.range': '{least} to {most}',
  'starved.short': '{resource} short by {amount}{where, select, all {} other { on {count, number}}}',
  'starved.short.pods': 'no pod slot left{where, select, all {} other { on {count, number}}}',
  'starved.short.ports':
    '{port, select, _ {host ports} other {host port {port}}} taken{where, select, all {} other { on {count, number}}}',
  'starved.short.more': '{more, plural, one {# more resource} other {# more resources}}',
  'starved.outlook.itself.sentence':
    'The scheduler can make room by itself{rest, plural, =0 {{count, plural, one {} other { on all of them}}} other { on {count, number}}}.',
  'starved.outlook.help.sentence':
    'The scheduler will not make room by itself{rest, plural, =0 {{count, plural, one {} other { on any of them}}} other { on {count, number}}}.',
  'starved.outlook.mixed.sentence':
    'The scheduler can make room by itself on {itself, number}; {help, plural, one {# stays} other {# stay}} so until somebody does.',
  'starved.outlook.never.sentence':
    '{all, plural, =0 {A request is larger than the whole node} other {On {never, number} a request is larger than the whole node}}: no eviction helps.',
  'starved.since.sentence': '{count, plural, one {It has} other {The first has}} waited for {duration}.',

  'starved.filter': 'Filter',
  'starved.filter.resource': 'Resource',
  'starved.filter.resource.all': 'All',
  'starved.filter.resource.cpu': 'CPU',
  'starved.filter.resource.memory': 'Memory',
  'starved.filter.resource.pods': 'Pod slots',
  'starved.filter.resource.ports': 'Host ports',
  'starved.filter.resource.storage': 'Ephemeral storage',
  'starved.filter.resource.extended': 'Extended',
  'starved.filter.daemonSet': 'DaemonSet',
  'starved.filter.daemonSet.all': 'All',
  'starved.filter.clear': 'Show all',
  'starved.filter.shown': '{shown, number} of {count, plural, one {# starved node} other {# starved nodes}}',
  'starved.filter.unknown.resource': 'There is no resource “{value}” to filter by; all are shown.',
  'starved.filter.unknown.daemonset': '“{value}” is no namespace/name of a DaemonSet; all are shown.',

  'starved.copy': '{count, plural, one {Copy # name} other {Copy # names}}',
  'starved.copied': 'Copied',
  'starved.more': 'Show all {count, number}',
  'starved.fewer': 'Show the first {count, number} only',
  'starved.copy.byHand': 'The clipboard is out of reach here: copy the names from this field.',

  'starved.pool': '{pool}',
  'starved.pool.none': 'Without a node pool',
  'starved.pool.all': 'All starved nodes',
  'starved.column.daemonSet': 'Waits',
  'starved.column.resource': 'Resource',
  'starved.column.by': 'Short by',
  'starved.column.itself': 'Solves itself?',
  'starved.column.eviction': 'Smallest eviction',
  'starved.itself.line': 'Solves itself? {word}',
  'starved.eviction.line': 'Smallest eviction: {words}',
  'starved.eviction.Fits.phrase': 'none needed',
  'starved.eviction.Wait.phrase': 'none: pods are leaving',
  'starved.eviction.Impossible.phrase': 'no set is enough',
  'starved.eviction.more': '{more, plural, one {# more pod} other {# more pods}}',
  'starved.eviction.bare': '{count, plural, one {bare pod: lost for good} other {# bare pods: lost for good}}',
  'starved.eviction.violations': '{count, plural, one {a budget does not allow it} other {# budgets do not allow it}}',
  'starved.eviction.unknown': 'budgets not known',
  'starved.plan': 'Plan',
  'starved.plan.of': 'Plan for {node}',
  'starved.unclear': 'not known',

  'starved.shortfall': 'How much is short',
  'starved.shortfall.label':
    'How much {resource} is short for {daemonSet} on {nodes, plural, one {# node} other {# nodes}}: {amount}.',
  'starved.shortfall.nodes': '{count, plural, one {# node} other {# nodes}}',
  'starved.shortfall.table': 'In figures',
  'starved.shortfall.upTo': 'up to {amount}',
  'starved.column.short': 'Short by',
  'starved.column.nodes': 'Nodes',
  'starved.column.fit': 'Fit with so much less',
  'starved.sizing.mark': '−{reduction}: {fit, number} of {nodes, number} fit',
  'starved.sizing.sentence':
    'Lowering the {resource} request of {requested} by {reduction} makes {fit, number} of {nodes, number} fit.',
  'starved.sizing.whole.sentence':
    'Only without its {resource} request of {requested} would {fit, number} of {nodes, number} fit.',
  'starved.sizing.more.sentence': 'By {reduction} it would be {fit, number} of {nodes, number}.',
  'starved.sizing.rest.sentence': '{rest, plural, one {On # node} other {On # nodes}} something else is short as well.',
  'starved.sizing.none.sentence':
    'Lowering the {resource} request alone makes none of {nodes, plural, one {# node} other {# nodes}} fit: something else is short there as well.',

  'starved.cause.link': 'Which nodes are starved of it, and what would make room',
  'starved.drawer.title': 'Room',
  'starved.drawer.unclear': 'What is short here cannot be told from what is known now.',
  'starved.drawer.lacks': 'Short by {amounts}.',
  'starved.drawer.eviction': 'The smallest eviction that makes room: {pods}.',
  'starved.drawer.plan': 'To the plan for this node',
} as const;
