import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPage, hasBrowser, launch, openPage } from './browser.js'
import { type FakeServer, startFakeServer } from './fake-server.js'

describe.skipIf(!hasBrowser())('the states, in a browser', () => {
  let browser: Browser
  let server: FakeServer
  let empty: FakeServer

  beforeAll(async () => {
    const root = await builtPage()
    server = await startFakeServer({ root, accounts: 400 })
    empty = await startFakeServer({ root, accounts: 0 })
    browser = await launch()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await empty?.close()
  })

  it('a lost connection keeps every figure, counts its attempts, and comes back', async () => {
    const { page, close } = await openPage(browser, server.url)
    await page.locator('[data-price="BTCUSDT"]').getByText('96,412.5').waitFor()
    server.cut()
    const strip = page.getByLabel('State of the engine')
    await strip
      .getByText(/Connection lost \d+ s ago\. Figures are as of .* UTC, journal seq [\d,]+\. Attempt \d in \d s\./)
      .waitFor()
    expect(await page.locator('[data-price="BTCUSDT"]').textContent()).toContain('96,412.5')
    expect(await page.locator('.frozen').count()).toBe(1)
    await strip.getByText(/Attempt [3-9]/).waitFor()
    server.setPrice('BTCUSDT', '96500')
    server.accept()
    await page.locator('[data-price="BTCUSDT"]').getByText('96,500').waitFor()
    expect(await page.locator('.frozen').count()).toBe(0)
    await close()
  }, 60_000)

  it('a hole in the sequence is filled by a new snapshot', async () => {
    const { page, errors, close } = await openPage(browser, server.url)
    await page.locator('[data-price="ETHUSDT"]').getByText('3,418.2').waitFor()
    server.lose('prices')
    server.setPrice('ETHUSDT', '3400.5')
    await page.locator('[data-price="ETHUSDT"]').getByText('3,400.5').waitFor()
    expect(errors).toEqual([])
    await close()
  }, 60_000)

  it('a stale mark is named, with what is held back and what stays open', async () => {
    const { page, close } = await openPage(browser, server.url)
    server.setPriceStatus('SOLUSDT', 'stale')
    const strip = page.getByLabel('State of the engine')
    await strip.getByText(/SOLUSDT mark is stale, last observed 14 s ago\./).waitFor()
    await strip.getByText(/exits stay open/).waitFor()
    server.setPriceStatus('SOLUSDT', 'ok')
    await strip.getByText(/3 markets fresh/).waitFor()
    await close()
  }, 60_000)

  it('an error stays in its panel, with the code, the request and Retry', async () => {
    server.fail('/v1/accounts')
    const { page, close } = await openPage(browser, `${server.url}#/accounts`)
    const alert = page.getByRole('alert')
    await alert.getByText('The accounts could not be read').waitFor()
    await alert.getByText('503 surface_unavailable').waitFor()
    await alert.getByText('request req-1').waitFor()
    server.fail(null)
    await page.getByRole('button', { name: 'Retry' }).click()
    await page.getByRole('table', { name: 'Accounts' }).getByRole('link').first().waitFor()
    await close()
  }, 60_000)

  it('an empty engine says what will appear and the command that makes it appear', async () => {
    const { page, errors, close } = await openPage(browser, empty.url)
    await page.getByText('engine ready, nothing loaded yet').waitFor()
    await page.getByText('No accounts yet').waitFor()
    await page.getByText('plimsoll import accounts.yaml').waitFor()
    await page.getByText('No liquidation yet. Weeks of nothing are normal.').waitFor()
    expect(errors).toEqual([])
    await close()
  }, 60_000)

  it('every view is reached by a key, the theme by t, the keys by ?, and Esc closes', async () => {
    const { page, close } = await openPage(browser, server.url, { colorScheme: 'dark' })
    for (const [key, name] of [
      ['2', 'Accounts'],
      ['3', 'Liquidations'],
      ['4', 'Venues'],
      ['1', 'Overview'],
    ] as const) {
      await page.keyboard.press(key)
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor({ state: 'attached' })
    }
    const theme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset.theme)
    expect(await theme()).toBe('dark')
    await page.keyboard.press('t')
    expect(await theme()).toBe('light')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('/')
    await page.getByRole('combobox', { name: 'Account or view' }).fill('u-2001')
    await page
      .getByRole('dialog')
      .getByRole('option', { name: /^u-2001/ })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => location.hash.startsWith('#/account/u-2001'))
    await close()
  }, 60_000)
})
