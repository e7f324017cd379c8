import type { ReactNode } from 'react';
import { ScrollFrame } from './scroll-frame.tsx';

type TableProps = { readonly caption: string; readonly children: ReactNode };

/** Rows of 32 px under hairlines; wider than its place, it is moved sideways by itself, with the keyboard too. */
export function Table({ caption, children }: TableProps) {
  return (
    <ScrollFrame label={caption} className="overflow-x-auto">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </ScrollFrame>
  );
}

type CellProps = {
  readonly children: ReactNode;
  /** Where there is little room it is left out: a NarrowRow says it. */
  readonly isWide?: boolean;
};

type HeadProps = CellProps & {
  readonly scope?: 'col' | 'row';
  readonly isNumber?: boolean;
  readonly title?: string;
};

export function HeadCell({ children, scope = 'col', isNumber = false, isWide = false, title }: HeadProps) {
  const weight = scope === 'col' ? 'font-medium text-muted-fg text-xs' : 'font-medium';
  return (
    <th
      scope={scope}
      title={title}
      className={`h-8 whitespace-nowrap border-b px-2 first:pl-0 last:pr-0 ${isNumber ? 'text-right' : 'text-left'} ${isWide ? 'max-sm:hidden' : ''} ${weight}`}
    >
      {children}
    </th>
  );
}

export function TextCell({ children, isWide = false }: CellProps) {
  return <td className={`h-8 border-b px-2 first:pl-0 last:pr-0 ${isWide ? 'max-sm:hidden' : ''}`}>{children}</td>;
}

export function NumberCell({ children }: { readonly children: ReactNode }) {
  return <td className="h-8 whitespace-nowrap border-b px-2 text-right first:pl-0 last:pr-0">{children}</td>;
}

/** The class of a row that a NarrowRow follows: the hairline is below both. */
export const ABOVE_NARROW_ROW = 'max-sm:*:border-b-0';

/** What has no room as a column, under its row and as wide as the screen; it stays when the table is moved sideways. */
export function NarrowRow({ columns, children }: { readonly columns: number; readonly children: ReactNode }) {
  return (
    <tr className="sm:hidden">
      <td colSpan={columns} className="border-b pb-1.5">
        <div className="sticky left-0 w-[calc(100vw-2rem)] break-words text-xs">{children}</div>
      </td>
    </tr>
  );
}
