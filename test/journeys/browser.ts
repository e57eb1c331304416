import { setTimeout } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { browserPath } from '../browser.ts'
import { watched } from './watched.ts'

// The real product in a real browser, by role and name, as a person or a screen reader finds things.

const patienceMs = 30_000

/** No reason to skip a journey: without a browser it fails and says what is missing. */
export const noBrowser = false

export type Look = { language?: 'en' | 'ru'; scheme?: 'light' | 'dark'; width?: 1440 | 360 }

export type Window = {
  page: Page
  context: BrowserContext
  /** What the page complained of: errors in its console and exceptions nobody caught. */
  complaints: string[]
  close(): Promise<void>
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}

/** A window of its own: no cookie of another one is in it. */
export async function openWindow(browser: Browser, site: string, { language = 'en', scheme = 'light', width = 1440 }: Look = {}): Promise<Window> {
  const context = await browser.newContext({
    baseURL: site,
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    colorScheme: scheme,
    timezoneId: 'Europe/Moscow',
    viewport: { width, height: width === 360 ? 780 : 900 },
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(patienceMs)
  // Chosen in this browser, as by the menu: the account may be in another language.
  await context.addInitScript((chosen) => {
    if (origin !== 'null' && globalThis.localStorage) localStorage.setItem('rapport.language', localStorage.getItem('rapport.language') ?? chosen) // a sandboxed frame and the browser's viewer of PDF have no storage
  }, language)
  await comeLate(context)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => {
    // What the server refuses the page shows itself; the browser's own line about the status is not a second complaint.
    if (line.type() === 'error' && !line.text().startsWith('Failed to load resource')) complaints.push(line.text())
  })
  watched(page, complaints)
  return { page, context, complaints, close: () => context.close() }
}

/** Gives a window the session of somebody who signed in over HTTP. */
export async function lend(window: Window, site: string, cookies: ReadonlyMap<string, string>): Promise<void> {
  await window.context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: site })))
}

/**
 * Settles when nothing matches any more. Unlike `waitFor`, which gives up on two, it does not mind how many there are in between: a question and
 * the button that asked it may bear the same name and go one after the other.
 */
export async function gone(what: Locator): Promise<void> {
  for (const end = Date.now() + patienceMs; (await what.count().catch(() => 1)) > 0; await setTimeout(50)) {
    if (Date.now() > end) throw new Error(`still there: ${what}`)
  }
}

/**
 * With RAPPORT_TEST_LATE_MS every second script and answer comes up to that much later, so that a step that only works when pages come at once
 * fails here and not once in a hundred runs.
 */
async function comeLate(context: BrowserContext): Promise<void> {
  const most = Number(process.env['RAPPORT_TEST_LATE_MS'] ?? 0)
  if (most === 0) return
  await context.route(
    ({ pathname }) => pathname.endsWith('.js') || (pathname.startsWith('/v1/') && !pathname.startsWith('/v1/live') && pathname !== '/v1/my/live'),
    async (route) => {
      if (Math.random() < 0.5) await setTimeout(Math.random() * most)
      await route.fallback().catch(() => {}) // the page may be gone by then
    },
  )
}
