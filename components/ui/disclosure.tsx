import { type ReactNode, useId } from 'react';

type Props = {
  /** What the button says. */
  readonly trigger: ReactNode;
  readonly className: string;
  /** Names what opens. */
  readonly label: string;
  readonly children: ReactNode;
};

const UNDER_THE_BAR = 'inset-auto top-[calc(var(--bar-height)+0.25rem)] left-4 m-0';
/** Where a browser can, it opens under its button. */
const UNDER_THE_BUTTON =
  'supports-[position-area:bottom]:inset-auto supports-[position-area:bottom]:mt-1.5 supports-[position-area:bottom]:[position-area:bottom_span-right] supports-[position-area:bottom]:[position-try-fallbacks:flip-inline]';

/** A button and what it opens, by the browser itself: with the keyboard, with Esc, and without a script. */
export function Disclosure({ trigger, className, label, children }: Props) {
  const id = useId();
  return (
    <>
      <button type="button" popoverTarget={id} className={className}>
        {trigger}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={`${UNDER_THE_BAR} ${UNDER_THE_BUTTON} max-h-[80vh] max-w-[calc(100vw-2rem)] overflow-auto rounded-md border border-line-strong bg-raised p-3 text-fg text-sm shadow-lg`}
      >
        {children}
      </div>
    </>
  );
}
