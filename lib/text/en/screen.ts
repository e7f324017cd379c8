/** Labels, headings and buttons of the screens. */
export const screen = {
  'screen.count': '{count, number} of {total, number}',
  'screen.count.nodes': '{count, plural, one {# node} other {# nodes}}',
  'screen.count.daemonSets': '{count, plural, one {# DaemonSet} other {# DaemonSets}}',
} as const;
