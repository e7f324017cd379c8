import type { Locator, Page } from '@playwright/test';

/** `/nodes`: the sentence, what is asked of the nodes, and the table, the grid or the matrix. */
export class NodesPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async goto(query = ''): Promise<void> {
    await this.page.goto(`/nodes${query}`);
    await this.shown.waitFor();
  }

  get sentence(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** "3 of 24 nodes". */
  get shown(): Locator {
    return this.page.locator('[data-shown]');
  }

  get filter(): Locator {
    return this.page.getByRole('searchbox', { name: 'Filter nodes' });
  }

  view(name: 'Table' | 'Grid' | 'Matrix'): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  head(column: string): Locator {
    return this.page.getByRole('columnheader', { name: column, exact: true });
  }

  get rows(): Locator {
    return this.page.locator('tr[data-node]');
  }

  /** The names of the rows that are drawn, from the first on. */
  names(): Promise<readonly string[]> {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-node') ?? ''));
  }

  get matrix(): Locator {
    return this.page.getByRole('application', { name: /^Nodes and DaemonSets/ });
  }

  /** What is said of the square that is looked at. */
  get line(): Locator {
    return this.page.locator('[data-grid-line]');
  }

  /** Presses a button of the export; gives the name and the text of the file. */
  async save(format: 'CSV' | 'JSON'): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: format, exact: true }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk as Uint8Array));
    return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
  }
}
