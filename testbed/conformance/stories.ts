import type { Story } from './story.ts';
import { NODE_STORIES } from './story-nodes.ts';
import { OWNER_STORIES } from './story-owners.ts';
import { POD_STORIES } from './story-pods.ts';
import { ROLLOUT_STORIES } from './story-rollouts.ts';
import { ROOM_STORIES } from './story-room.ts';

export const STORIES: readonly Story[] = [
  ...ROLLOUT_STORIES,
  ...NODE_STORIES,
  ...ROOM_STORIES,
  ...POD_STORIES,
  ...OWNER_STORIES,
];
