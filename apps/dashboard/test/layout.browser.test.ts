import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPage, hasBrowser, launch, openPage } from './browser.js'
import { type FakeServer, startFakeServer } from './fake-server.js'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const WIDTHS = [320, 390, 600, 900, 1280, 1440, 2560] as const

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
  }[]
}

describe.skipIf(!hasBrowser())('layout and accessibility, in a browser', () => {
  let browser: Browser
  let server: FakeServer
  let addresses: readonly (readonly [name: string, address: string])[]

  beforeAll(async () => {
    server = await startFakeServer({ root: await builtPage(), accounts: 40 })
    browser = await launch()
    for (const index of [0, 1]) server.liquidate(server.engine.stand(index, 95))
    const warned = server.engine.stand(2, 110)
    addresses = [
      ['overview', '#/overview'],
      ['accounts', '#/accounts'],
      ['account', `#/account/${warned}`],
      ['liquidations', '#/liquidations'],
      ['venues', '#/venues'],
    ]
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it.each(WIDTHS)(
    'nothing scrolls sideways at %i',
    async (width) => {
      const { page, errors, close } = await openPage(browser, server.url, { viewport: { width, height: 844 } })
      for (const [name, address] of addresses) {
        await show(page, address)
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(over, `${name} at ${width}`).toBe(0)
      }
      expect(errors).toEqual([])
      await close()
    },
    60_000,
  )

  it.each([
    ['dark', 1440],
    ['dark', 390],
    ['light', 1440],
    ['light', 390],
  ] as const)(
    'axe finds nothing in %s at %i',
    async (colorScheme, width) => {
      const { page, close } = await openPage(browser, server.url, { colorScheme, viewport: { width, height: 844 } })
      await page.addScriptTag({ path: AXE })
      const found: string[] = []
      for (const [name, address] of addresses) {
        await show(page, address)
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
        )
        for (const { id, nodes } of violations)
          found.push(`${name}: ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
      }
      expect(found).toEqual([])
      await close()
    },
    120_000,
  )

  it('labels stand still while values come: no figure moves what is around it', async () => {
    const { page, close } = await openPage(browser, 'about:blank')
    await page.addInitScript(() => {
      const shifts = { value: 0 }
      Object.assign(globalThis, { shifts })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.value += (entry as unknown as { value: number }).value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(server.url)
    await page.locator('[data-price="BTCUSDT"]').waitFor()
    await page.waitForTimeout(500)
    expect(
      await page.evaluate(() => (globalThis as unknown as { shifts: { value: number } }).shifts.value),
    ).toBeLessThan(0.02)
    await close()
  }, 60_000)
})

async function show(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, address)
  await page.locator('main h1').first().waitFor({ state: 'attached' })
  await page.waitForTimeout(350)
}
