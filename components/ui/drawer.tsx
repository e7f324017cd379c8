'use client';

import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';

type Props = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly closeLabel: string;
  readonly children: ReactNode;
  /** Where the focus goes when the drawer closes. */
  readonly onReturnFocus: () => void;
};

/**
 * A pane at the right edge. Not modal: what it was opened from stays in reach, and the next square replaces its content.
 */
export function Drawer({ isOpen, onClose, title, closeLabel, children, onReturnFocus }: Props) {
  return (
    <Dialog.Root modal={false} open={isOpen} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onReturnFocus();
          }}
          className="fixed top-(--bar-height) right-0 bottom-0 z-10 flex w-[28rem] max-w-full flex-col border-line-strong border-l bg-raised shadow-xl outline-none"
        >
          <div className="flex items-start gap-3 border-line border-b px-4 py-3">
            <Dialog.Title className="min-w-0 flex-1 font-semibold text-base">{title}</Dialog.Title>
            <Dialog.Close aria-label={closeLabel} className="flex-none rounded-sm p-1 text-muted-fg hover:text-fg">
              <X aria-hidden="true" size={16} />
            </Dialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
