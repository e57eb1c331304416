import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { start } from '../src/main.ts'
import { systemClock } from '../src/platform/clock.ts'
import { opaque } from '../src/platform/ids/index.ts'
import { homeAt, secretOf } from '../src/platform/launcher/index.ts'
import { browserPath } from '../test/browser.ts'
import { pack } from '../web/console/filters/pack.ts'
import { firstLoad } from '../web/firstLoad.ts'
import { fillPeople } from './look/people.ts'
import { percentile, print, scratchStore } from './scratch.ts'

// What somebody at the console waits for, in Chromium on the whole product: the first rows of the list, a card, a filter. The limit is a page of next to nothing from the same server in the same browser.

const customers = { small: 20_000, full: 1_000_000 } as const
const rounds = 7
const port = 4977

/** Prints first_chunk_kb, list_ms, card_ms, filter_ms and palette_ms, which is for each key; times in milliseconds, medians. */
export async function console({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = customers[size]
  const store = await scratchStore()
  try {
    const home = homeAt(store.folder)
    const sessions = await fillPeople({ keepUrl: store.postgres.url('keep'), keysUrl: store.keysUrl, keysFolder: home.keys, n, now: systemClock.now() })
    const running = await start({ home: home.root, port, say: () => {} })
    const browser = await chromium.launch({ executablePath: browserPath(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
    try {
      await untilCounted(running.url, sessions[0] ?? '', n)
      const ids = opaque(secretOf(home, 'ids'))
      await measure(browser, { url: running.url, sessions, n, card: (i) => ids.show('customer', i) })
    } finally {
      await browser.close()
      await running.stop()
    }
  } finally {
    await store.end()
  }
}

/** Search index and figures are filled in the background: everybody is to be in both. */
async function untilCounted(url: string, session: string, n: number): Promise<void> {
  const headers = { cookie: `rapport_session=${session}` }
  for (;;) {
    const found = await (await fetch(`${url}/v1/search?q=${encodeURIComponent(`c${n}@example.com`)}`, { headers })).text()
    const columns: { complete_since: string | null } = JSON.parse(await (await fetch(`${url}/v1/customers/columns`, { headers })).text())
    if (found.includes('"customer') && columns.complete_since !== null) return
    await sleep(500)
  }
}

type On = { url: string; sessions: readonly string[]; n: number; card: (i: number) => string }

async function measure(browser: Browser, on: On): Promise<void> {
  const context = await browser.newContext({ baseURL: on.url, locale: 'en-GB', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  await context.addInitScript(() => localStorage.setItem('rapport.language', 'en'))
  const page = await context.newPage()
  let colleague = 0
  // Each one may open three hundred people an hour.
  const as = async () => context.addCookies([{ name: 'rapport_session', value: on.sessions[colleague++] ?? '', url: on.url }])

  const empty = await times(async () => timed(async () => void (await page.goto('/v1/about'))))
  const say = (figure: string, value: number, unit = 'ms') => print({ bench: 'console', figure, value, unit, n: on.n, limit: percentile(empty, 0.5) })
  print({
    bench: 'console',
    figure: 'first_chunk_kb',
    value: firstLoad(join(import.meta.dirname, '../web/dist'), 'index.html').script / 1000,
    unit: 'kB',
    n: 1,
    limit: 250,
  })
  await as()
  await paintList(page) // once to warm up
  say('list_ms', percentile(await times(async () => (await as(), timed(() => paintList(page)))), 0.5))
  let at = 0
  const card = async () => {
    await page.goto(`/customers/${on.card(1 + ((++at * 7919) % on.n))}`)
    await page.locator('main h1').waitFor()
  }
  await card()
  say('card_ms', percentile(await times(async () => timed(card)), 0.5))
  await filter(page, as, say)
  await palette(page, as, say)
  await context.close()
}

async function paintList(page: Page): Promise<void> {
  await page.goto('/customers')
  await page.locator('[role="rowheader"] a').first().waitFor()
}

/** From the change of a comparison to the rows and the number of whoever matches now; the wait of a fifth of a second is in it. */
async function filter(page: Page, as: () => Promise<void>, say: (figure: string, value: number) => void): Promise<void> {
  await as()
  await page.goto(`/customers?f=${pack({ all: [{ column: 'purchases', is: 'more', value: 0 }] })}`)
  await page.locator('[role="rowheader"] a').first().waitFor()
  await page.getByRole('button', { name: 'Purchases more than 0' }).click()
  const comparison = page.getByRole('combobox', { name: 'Comparison' })
  let now = 'more'
  const turn = async () => {
    now = now === 'more' ? 'less' : 'more'
    await comparison.selectOption(now)
    // Nobody has fewer than none: the list empties and comes back.
    if (now === 'less') await page.getByText('Nobody matches').waitFor()
    else await page.locator('[role="rowheader"] a').first().waitFor()
  }
  await turn()
  await turn()
  const each = await times(async () => timed(turn))
  say('filter_ms', percentile(each, 0.5))
}

/** From each key of a name to who it finds, told by the palette as it is told to a screen reader. */
async function palette(page: Page, as: () => Promise<void>, say: (figure: string, value: number) => void): Promise<void> {
  await as()
  await page.goto('/customers')
  await page.locator('[role="rowheader"] a').first().waitFor()
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox')
  await field.waitFor()
  const each: number[] = []
  for (const name of ['ivanova', 'ольга', 'petrov', 'c7@example']) {
    await field.fill('')
    await page.keyboard.insertText(name[0] ?? 'a') // a name is looked for from its second letter on
    for (const letter of name.slice(1)) {
      await page.evaluate(watchPalette)
      await page.keyboard.insertText(letter)
      each.push(await page.evaluate<number>('globalThis.paletteTook'))
    }
  }
  say('palette_ms', percentile(each, 0.5))
  say('palette_p95_ms', percentile(each, 0.95))
}

/** In the page: how long after the next change of the field the palette says how many it found. */
const watchPalette = `globalThis.paletteTook = new Promise((took) => {
  const status = document.querySelector('[role="dialog"] [role="status"]')
  document.querySelector('[role="combobox"]').addEventListener('input', () => {
    const from = performance.now()
    let emptied = false
    const look = () => {
      emptied ||= status.textContent === ''
      if (emptied && status.textContent !== '') took(performance.now() - from)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, { once: true, capture: true })
})
undefined`

async function times(one: () => Promise<number>): Promise<number[]> {
  const out: number[] = []
  for (let round = 0; round < rounds; round++) out.push(await one())
  return out
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}
