/** The places of the house, and the page of all nodes. */
export const nodes = {
  'place.list': 'Places',
  'place.fleet': 'Fleet',
  'place.starved': 'Starved',
  'place.starved.count': '{count, plural, one {# starved node} other {# starved nodes}}',
  'place.nodes': 'Nodes',
} as const;
