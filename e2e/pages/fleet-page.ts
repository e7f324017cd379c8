import type { Locator, Page } from '@playwright/test';

/** `/`: the sentence, the DaemonSets, the map of the nodes. */
export class FleetPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async goto(): Promise<void> {
    await this.page.goto('/');
    await this.nodes.first().waitFor();
  }

  /** The first sentence: how the fleet is. */
  get sentence(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** What wants a look, worst first. */
  get attention(): Locator {
    return this.page.locator('[data-attention]');
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name }) });
  }

  get nodes(): Locator {
    return this.page.getByRole('gridcell');
  }

  node(name: string): Locator {
    return this.page.getByRole('gridcell', { name: new RegExp(`^${name}:`) });
  }
}
