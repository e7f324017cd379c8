import type { Locator, Page } from '@playwright/test';

/** `/starved`: the sentence, the filters, the shortfalls, and a table for each pool. */
export class StarvedPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async goto(): Promise<void> {
    await this.page.goto('/starved');
    await this.nodes.first().waitFor();
  }

  /** The first sentence: how many, short of what, and whether it mends itself. */
  get sentence(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  pool(name: string): Locator {
    return this.page.getByRole('heading', { level: 2, name: new RegExp(`^${name}:`) });
  }

  /** One for each node that is shown. */
  get nodes(): Locator {
    return this.page.locator('[data-starved]');
  }

  nodeNames(): Promise<readonly string[]> {
    return this.nodes.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-starved') ?? ''));
  }

  /** The ways to the plans. */
  get plans(): Locator {
    return this.page.locator('[data-plan]:visible');
  }

  get shortfalls(): Locator {
    return this.page.locator('[data-shortfall]');
  }
}
