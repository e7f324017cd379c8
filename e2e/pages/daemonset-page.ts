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

  /** A part of the page by its address, as an alert links to it. */
  async gotoTab(namespace: string, name: string, tab: string): Promise<void> {
    await this.page.goto(`/daemonsets/${namespace}/${name}?tab=${tab}`);
    await this.page.locator(`[data-tab="${tab}"]`).waitFor();
  }

  /** The first sentence: what, where, since when, what next. */
  get sentence(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** The budget meter, by what it says to whoever does not see it. */
  get meter(): Locator {
    return this.page.locator('[data-meter]').first();
  }

  /** A cause by its code, open or folded. */
  cause(code: string): Locator {
    return this.page.locator(`[data-cause="${code}"]`);
  }

  /** The rows of the ledger: one per holder of the budget. */
  get holders(): Locator {
    return this.page.locator('[data-holder]');
  }

  get drawer(): Locator {
    return this.page.getByRole('dialog');
  }

  async open(node: string): Promise<void> {
    await this.cell(node).click();
    await this.drawer.waitFor();
  }
}
