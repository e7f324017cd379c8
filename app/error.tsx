'use client';

import { PageFailed } from '#components/shell/messages.tsx';

type Props = { readonly reset: () => void };

/** One bad page does not take the frame with it [P12]; what failed is in the server's log. */
export default function Failed({ reset }: Props) {
  return <PageFailed onRetry={reset} />;
}
