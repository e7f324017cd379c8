import { type ReactNode, useId } from 'react';

type Props = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode };

/** A part of a page under its heading, told apart by a hairline alone [C8]. */
export function Section({ title, aside, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-line border-t pt-3">
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 id={id} className="font-semibold text-sm">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
