import type { Text } from '#lib/text/text.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';

type ImageChange = NonNullable<DaemonSetDetails['update']>['images'][number];

/** Repository and what follows it: a tag, a digest, or both; the port of a registry is no tag. */
function cutImage(image: string): { readonly repository: string; readonly version: string } {
  const [, repository = image, version = ''] = /^(.*?)((?::[^/:@]+)?(?:@.*)?)$/.exec(image) ?? [];
  return { repository, version };
}

/** `agent: x/agent:1 → :2`: what is the same on both sides is said once. */
export function sayImageChange(text: Text, { container, before, after }: ImageChange): string {
  if (before === undefined) return text.say('update.image.added', { container, image: after ?? '' });
  if (after === undefined) return text.say('update.image.removed', { container, image: before });
  const [from, to] = [cutImage(before), cutImage(after)];
  const same = from.repository === to.repository && to.version !== '';
  return text.say('update.image', { container, before, after: same ? to.version : after });
}
