'use client';

import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

type Props = { readonly trigger: ReactNode; readonly label: string; readonly children: ReactNode };

/** Opens beside its trigger, which is a button; closes with Esc and by a click elsewhere. */
export function Popover({ trigger, label, children }: Props) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-30 max-h-[80vh] max-w-[calc(100vw-1rem)] overflow-auto rounded-md border border-line-strong bg-raised p-3 text-sm shadow-lg outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
