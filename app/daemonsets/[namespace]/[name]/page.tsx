import { notFound } from 'next/navigation';
import { DaemonSetPage } from '#components/daemonset/daemonset-page.tsx';
import { isNamespace, isObjectName } from '#lib/domain/keys.ts';
import { readFleet } from '#lib/server/runtime.ts';

type Props = { readonly params: Promise<{ readonly namespace: string; readonly name: string }> };

export default async function Page({ params }: Props) {
  const { namespace, name } = await params;
  if (!isNamespace(namespace) || !isObjectName(name)) notFound();
  const fleet = readFleet();
  if (fleet === undefined) return null;
  const answer = fleet.daemonSetDetails(namespace, name);
  if (answer.kind === 'NotFound') notFound();
  // The cells come with the details that the browser asks for: here they would be most of the page.
  const initial = answer.kind === 'Found' ? { ...answer.value, cells: [] } : undefined;
  return <DaemonSetPage namespace={namespace} name={name} initial={initial} />;
}
