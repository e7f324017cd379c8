import type { ReactNode, Ref, UIEvent } from 'react';

type Props = {
  readonly label: string;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLDivElement> | undefined;
  readonly onScroll?: (event: UIEvent<HTMLDivElement>) => void;
  /** How large it may become, and which way it is moved. */
  readonly className: string;
};

/** A place whose content is moved by itself, with the keyboard too. */
export function ScrollFrame({ label, children, ...frame }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    // biome-ignore lint/a11y/useSemanticElements: the landmark is the section around
    <div role="group" tabIndex={0} aria-label={label} {...frame}>
      {children}
    </div>
  );
}
