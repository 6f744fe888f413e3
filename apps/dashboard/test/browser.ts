import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'

/** The browser of the machine; nothing is downloaded. */
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const

/**
 * Whether the tests can see the page. Without a browser they are left out with a sentence; where CI runs them that would hide a
 * missing set-up, so it is an error there.
 */
export function hasBrowser(): boolean {
  if (existsSync(CHROMIUM)) return true
  const sentence = `No Chromium at ${CHROMIUM}. Install it, or say where it is in CHROMIUM_PATH.`
  if (process.env.CI === 'true') throw new Error(sentence)
  console.warn(`Browser tests are left out. ${sentence}`)
  return false
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS] })
}

/** Builds the page as it is shipped, into a folder of its own. */
export async function builtPage(): Promise<string> {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const outDir = await mkdtemp(join(tmpdir(), 'plimsoll-dashboard-'))
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'error',
      mode: 'production',
      build: { outDir, emptyOutDir: true },
    })
  } finally {
    process.env.NODE_ENV = before
  }
  return outDir
}

export interface Opened {
  readonly page: Page
  /** What the console and uncaught errors said. */
  readonly errors: string[]
  close(): Promise<void>
}

export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(url)
  return { page, errors, close: () => context.close() }
}
