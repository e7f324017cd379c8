'use client';

/** Long enough for the browser to have taken the bytes; the address of a blob holds them until then. */
const KEPT_MILLIS = 10_000;

/** Gives the person a file that was made in this page; nothing is asked of the server. */
export function downloadText(fileName: string, mediaType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MILLIS);
}
