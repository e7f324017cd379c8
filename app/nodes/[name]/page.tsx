import { notFound } from 'next/navigation';
import { NodePage } from '#components/node/node-page.tsx';
import { isObjectName } from '#lib/domain/keys.ts';
import { readFleet } from '#lib/server/runtime.ts';

type Props = { readonly params: Promise<{ readonly name: string }> };

export default async function Page({ params }: Props) {
  const { name } = await params;
  if (!isObjectName(name)) notFound();
  const fleet = readFleet();
  if (fleet === undefined) return null;
  const answer = await fleet.nodeDetails(name);
  if (answer.kind === 'NotFound') notFound();
  return <NodePage name={name} initial={answer.kind === 'Found' ? answer.value : undefined} />;
}
