import { expect, test } from 'vitest';
import { createText } from '#lib/text/text.ts';
import { sayImageChange } from './image-words.ts';

const text = createText('en');
const rows = [
  { before: 'x/agent:1', after: 'x/agent:2', said: 'agent: x/agent:1 → :2' },
  { before: 'registry:5000/x/agent:1', after: 'registry:5000/x/agent:2', said: 'agent: registry:5000/x/agent:1 → :2' },
  { before: 'registry:5000/x/agent', after: 'registry:5000/x/agent:2', said: 'agent: registry:5000/x/agent → :2' },
  { before: 'x/agent:1', after: 'x/agent', said: 'agent: x/agent:1 → x/agent' },
  { before: 'x/agent:1', after: 'y/agent:1', said: 'agent: x/agent:1 → y/agent:1' },
  { before: 'x/agent@sha256:aa', after: 'x/agent:1@sha256:bb', said: 'agent: x/agent@sha256:aa → :1@sha256:bb' },
  { after: 'x/agent:1', said: 'agent: x/agent:1, new' },
  { before: 'x/agent:1', said: 'agent: x/agent:1, removed' },
] as const;
test.for(rows)('[5.4] an image that changes: $said', ({ said, ...change }) => {
  expect(sayImageChange(text, { container: 'agent', ...change })).toBe(said);
});
