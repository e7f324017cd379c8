import { NodesPage } from '#components/nodes/nodes-page.tsx';
import { tallyNodes } from '#lib/browser/node-tally.ts';
import { nodesFacts } from '#lib/browser/nodes-facts.ts';
import { readFleet } from '#lib/server/runtime.ts';

export default function Page() {
  const fleet = readFleet();
  if (fleet === undefined) return null;
  const [picture, heartbeat] = [fleet.picture(), fleet.heartbeat()];
  const now = picture.source.kind === 'Files' ? picture.source.asOf : heartbeat.now;
  return <NodesPage served={nodesFacts(picture, tallyNodes(picture), undefined, now)} />;
}
