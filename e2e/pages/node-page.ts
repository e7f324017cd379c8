import type { Locator, Page } from '@playwright/test';

/** The page of a node: roll call, bars, what-if and plan. */
export class NodePage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** Until it can be clicked: a page that only the server has drawn takes no tick. */
  async untilAlive(): Promise<void> {
    await this.boxes.first().waitFor();
    await this.page.waitForFunction(() => {
      const box = document.querySelector('[data-pod] input');
      return box !== null && Object.keys(box).some((key) => key.startsWith('__react'));
    });
  }

  daemonSet(namespace: string, name: string): Locator {
    return this.page.locator(`tr[data-daemonset="${namespace}/${name}"]`);
  }

  get verdict(): Locator {
    return this.page.locator('[data-verdict]');
  }

  get boxes(): Locator {
    return this.page.locator('[data-pod] input');
  }

  box(namespace: string, pod: string): Locator {
    return this.page.locator(`[data-pod="${namespace}/${pod}"] input`);
  }

  bar(resource: string): Locator {
    return this.page.locator(`[data-bar="${resource}"]`);
  }

  get presets(): Locator {
    return this.page.locator('[data-preset]');
  }

  get plan(): Locator {
    return this.page.locator('[data-plan]');
  }

  get leftOut(): Locator {
    return this.page.locator('[data-left-out]');
  }
}
