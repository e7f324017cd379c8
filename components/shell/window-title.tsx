'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { useDaemonSets, useFleet, useFleetSource, useIsUntrusted, useSimulated } from '#lib/browser/fleet-context.ts';
import { windowTitle } from '#lib/browser/window-title.ts';

/** Keeps the verdict in the title of the window; a navigation writes that of the server first. */
export function WindowTitle() {
  const { glance } = useFleetSource();
  const daemonSets = useDaemonSets();
  const cluster = useFleet((state) => (state.picture?.cluster ?? glance.cluster).name);
  const title = windowTitle(daemonSets, cluster, useIsUntrusted(), useSimulated() !== undefined);
  const path = usePathname();
  useEffect(() => {
    document.title = title;
  }, [title, path]);
  return null;
}
