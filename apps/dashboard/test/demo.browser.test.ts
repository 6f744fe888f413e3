import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, launch, openPage } from './browser.js'

const COMMAND = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url))

interface Demo {
  readonly url: string
  /** What it printed when it was ready. */
  readonly greeting: string
  /** Ctrl-C: resolves to the exit code. */
  interrupt(): Promise<number | null>
}

/** The demo as `npm start` runs it, on a free port. */
async function startDemo(journal: string): Promise<Demo> {
  const child = spawn(process.execPath, [COMMAND, 'demo', '--journal', journal, '--accounts', '400', '--port', '0'])
  const greeting = await firstLine(child)
  return {
    greeting,
    url: /http:\S+/.exec(greeting)?.[0] ?? '',
    interrupt: () =>
      new Promise((resolve) => {
        child.once('exit', (code) => resolve(code))
        child.kill('SIGINT')
      }),
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    let complaints = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve(text)
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      complaints += chunk.toString()
    })
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${complaints}`)))
  })
}

function verify(journal: string): {
  readonly commands: number
  readonly checkpoints: number
  readonly residual: string
} {
  return JSON.parse(execFileSync(process.execPath, [COMMAND, 'verify', journal, '--json'], { encoding: 'utf8' }))
}

describe.skipIf(!hasBrowser())('the demo', () => {
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    browser = await launch()
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-demo-'))
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('shows live accounts and a liquidation, ends at Ctrl-C, and goes on where its journal ended', async () => {
    const journal = join(folder, 'journal')
    const first = await startDemo(journal)
    expect(first.greeting).toContain('a new journal')
    const { page, errors, close } = await openPage(browser, first.url)
    await page.locator('[data-price="BTCUSDT"]').waitFor()
    await page.locator('[data-liquidation]').first().waitFor({ timeout: 60_000 })
    await page.goto(`${first.url}#/accounts`)
    await page.getByRole('table', { name: 'Accounts' }).getByRole('link').first().waitFor()
    expect(errors).toEqual([])
    await close()
    expect(await first.interrupt()).toBe(0)

    const kept = verify(journal)
    expect(kept.residual).toBe('0')
    // The stop left the state's hash behind, and the replay meets it.
    expect(kept.checkpoints).toBe(1)
    const second = await startDemo(journal)
    expect(second.greeting).toContain(`resumed ${kept.commands} commands`)
    const again = await openPage(browser, second.url)
    // What was liquidated before the stop is still there.
    await again.page.locator('[data-liquidation]').first().waitFor()
    await again.close()
    expect(await second.interrupt()).toBe(0)
    expect(verify(journal).commands).toBeGreaterThan(kept.commands)
  }, 180_000)
})
