import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Serious and critical violations of WCAG 2.2 AA on a page, each with the parts that have it. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Through the debugger: the policy of the page would refuse a script of ours.
  await page.evaluate(source)
  return page.evaluate(async () => {
    const { axe } = Object(globalThis)
    const { violations: found } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    })
    const serious = found.filter(({ impact }: { impact: string }) =>
      ['serious', 'critical'].includes(impact),
    )
    return serious.map(
      ({ id, nodes }: { id: string; nodes: readonly { html: string }[] }) =>
        `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    )
  })
}
