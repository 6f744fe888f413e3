import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPage, hasBrowser, launch, openPage } from './browser.js'
import { type FakeServer, startFakeServer } from './fake-server.js'

describe.skipIf(!hasBrowser())('the views, in a browser', () => {
  let browser: Browser
  let server: FakeServer

  beforeAll(async () => {
    server = await startFakeServer({ root: await builtPage(), accounts: 20_000 })
    browser = await launch()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('the overview shows a price that changes and a liquidation that arrives', async () => {
    const { page, errors, close } = await openPage(browser, server.url)
    const mark = page.locator('[data-price="BTCUSDT"]')
    await mark.getByText('96,412.5').waitFor()
    server.setPrice('BTCUSDT', '95900.5')
    await mark.getByText('95,900.5').waitFor()
    const account = server.engine.rows().find((row) => row.status === 'liquidatable')?.id ?? ''
    const liquidation = server.liquidate(account)
    const item = page.locator(`[data-liquidation="${liquidation.id}"]`)
    await item.getByText('liquidating').waitFor()
    server.fill(liquidation.id)
    await item.getByText('reduced, restored').waitFor()
    server.setPrice('BTCUSDT', '96412.5')
    expect(errors).toEqual([])
    await close()
  }, 60_000)

  it('the accounts list sorts and filters 20,000 rows and draws only those in sight', async () => {
    const { page, errors, close } = await openPage(browser, `${server.url}#/accounts`)
    const table = page.getByRole('table', { name: 'Accounts' })
    await table.getByRole('link').first().waitFor()
    expect(await table.getAttribute('aria-rowcount')).toBe('20001')
    expect(await table.getByRole('row').count()).toBeLessThan(90)
    const factors = await table.locator('.cell.strong').allInnerTexts()
    const shown = factors.filter((text) => /^\d/.test(text)).map(Number)
    expect(shown).toEqual([...shown].sort((a, b) => a - b))

    await page.getByRole('button', { name: /^Account/ }).click()
    await table.getByRole('link', { name: 'u-200000', exact: true }).waitFor()
    expect(await page.evaluate(() => location.hash)).toBe('#/accounts?sort=id')

    const warned = server.engine.rows().filter((row) => row.status === 'warned').length
    await page.getByRole('button', { name: /^Warned/ }).click()
    await page.getByText(`${warned} of 20,000`).waitFor()
    await page.getByRole('button', { name: /^All 20,000/ }).click()
    await page.getByLabel('Filter by account').fill('u-21999')
    await page.getByText('10 of 20,000').waitFor()
    await page.getByLabel('Filter by account').fill('xyz')
    await page.getByText('Nothing matches “xyz”. Clear the filter to see all 20,000.').waitFor()
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await page.getByText('20,000 of 20,000').waitFor()

    await table.evaluate((element) => element.scrollTo(0, 28 * 4_000))
    await table.locator('[aria-rowindex="4005"] a').waitFor()
    expect(errors).toEqual([])
    await close()
  }, 60_000)

  it("an account's page shows the figures of its answer, exactly", async () => {
    const id = server.engine.rows().find((row) => row.status === 'warned')?.id ?? ''
    const answer = server.engine.channel('accounts', id) as { [name: string]: string } & {
      maintenance: { marginEquity: string; requirement: string }
    }
    const { page, errors, close } = await openPage(browser, `${server.url}#/account/${id}`)
    const figure = (name: string) => page.locator(`[data-figure="${name}"]`)
    await figure('equity').waitFor()
    const expected = {
      equity: answer.equity,
      'maintenance.marginEquity': answer.maintenance.marginEquity,
      'maintenance.requirement': answer.maintenance.requirement,
      excessMargin: answer.excessMargin,
      availableMargin: answer.availableMargin,
      marginLevel: answer.marginLevel,
      leverage: answer.leverage,
    }
    for (const [name, value] of Object.entries(expected)) {
      expect(await figure(name).locator('[title]').getAttribute('title'), name).toBe(value)
    }
    expect(await figure('healthFactor').getAttribute('title')).toBe(answer.healthFactor)
    expect(await figure('healthFactor').textContent()).toBe((answer.healthFactor ?? '').padEnd(10, '0').slice(0, 5))
    expect(errors).toEqual([])
    await close()
  }, 60_000)

  it('a preview says Then: and sends nothing but the question', async () => {
    const id = server.engine.rows().find((row) => row.status === 'warned')?.id ?? ''
    const { page, errors, close } = await openPage(browser, `${server.url}#/account/${id}`)
    await page.getByRole('button', { name: 'Preview' }).first().waitFor()
    const seq = server.engine.seq()
    server.asked.length = 0
    await page.getByRole('button', { name: 'Preview' }).first().click()
    await page.locator('[data-verdict]').getByText('Then:').waitFor()
    await page.getByText('preview, nothing is sent').waitFor()
    expect(Number(await page.locator('[data-figure="healthFactor"]').textContent())).toBeGreaterThanOrEqual(1.25)
    expect(server.asked.filter((line) => line.startsWith('POST'))).toEqual([`POST /v1/accounts/${id}/preview`])
    expect(server.engine.seq()).toBe(seq)
    await page.getByRole('button', { name: 'Shown' }).click()
    await page.getByText('Then:').waitFor({ state: 'detached' })
    expect(errors).toEqual([])
    await close()
  }, 60_000)

  it('a liquidation opens into its course, from started to completed', async () => {
    const account = server.engine.rows().find((row) => row.status === 'liquidatable')?.id ?? ''
    const liquidation = server.liquidate(account)
    server.fill(liquidation.id)
    const { page, errors, close } = await openPage(browser, `${server.url}#/liquidations`)
    await page.getByRole('button', { name: `Course of ${liquidation.id}` }).click()
    const course = page.locator('.course')
    for (const word of ['Started by', 'Ordered', 'Filled', 'Completed']) await course.getByText(word).waitFor()
    expect(await page.locator('[data-fund]').textContent()).toContain('USDT')
    expect(errors).toEqual([])
    await close()
  }, 60_000)

  it('an account that is not there is named, and the list is offered', async () => {
    const { page, close } = await openPage(browser, `${server.url}#/account/nobody`)
    await page.getByRole('heading', { name: 'No account nobody' }).waitFor()
    await close()
  }, 60_000)
})
