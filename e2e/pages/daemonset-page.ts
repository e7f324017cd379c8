import type { Locator, Page } from '@playwright/test';

/** `/daemonsets/[namespace]/[name]`: the header, the coverage grid or its table, a cell's drawer. */
export class DaemonSetPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async goto(namespace: string, name: string): Promise<void> {
    await this.page.goto(`/daemonsets/${namespace}/${name}`);
    await this.cells.first().waitFor();
  }

  get cells(): Locator {
    return this.page.getByRole('gridcell');
  }

  /** One node's square; its accessible name is what a screen reader says of it. */
  cell(node: string): Locator {
    return this.page.getByRole('gridcell', { name: new RegExp(`^${node}:`) });
  }

  cellsInState(state: string): Locator {
    return this.page.locator(`[role=gridcell][data-state=${state}]`);
  }

  /** The badge above the sentence: the first word of a state on the page. */
  get state(): Locator {
    const words = /^(Stalled|Blocked|Degraded|Unknown|Progressing|Complete|Complete with leftovers|Idle|Not observed)$/;
    return this.page.getByRole('main').getByText(words).first();
  }

  get drawer(): Locator {
    return this.page.getByRole('dialog');
  }

  async open(node: string): Promise<void> {
    await this.cell(node).click();
    await this.drawer.waitFor();
  }
}
