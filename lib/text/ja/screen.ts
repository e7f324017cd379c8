import type { screen as english } from '../en/screen.ts';

export const screen: Readonly<Record<keyof typeof english, string>> = {
  'screen.count': '{total, number}件のうち{count, number}件',
  'screen.count.nodes': '{count, plural, other {#ノード}}',
  'screen.count.daemonSets': '{count, plural, other {#件のDaemonSet}}',
};
