import type { nodes as english } from '../en/nodes.ts';

export const nodes: Readonly<Record<keyof typeof english, string>> = {
  'place.list': '移動先',
  'place.fleet': 'フリート',
  'place.starved': 'リソース不足',
  'place.starved.count': '{count, plural, other {リソース不足の#ノード}}',
  'place.nodes': 'ノード',
};
