import { afterEach } from 'node:test'
import type { Page, Request } from 'playwright-core'

// A step that waited for something in vain says what its windows knew then: a fault that comes once in a whole run explains itself.

type Watched = { page: Page; complaints: readonly string[]; under: ReadonlyMap<Request, number>; last: readonly string[] }

const windows = new Set<Watched>()
const mostAnswers = 12
const patienceMs = 2_000

/** Notes what this page asks of the server, until it is closed. */
export function watched(page: Page, complaints: readonly string[]): void {
  const under = new Map<Request, number>()
  const last: string[] = []
  const ended = (request: Request, how: string) => {
    const since = under.get(request)
    if (since === undefined) return
    under.delete(request)
    last.push(`${how} ${ageOf(since)} ${nameOf(request)}`)
    if (last.length > mostAnswers) last.shift()
  }
  page.on('request', (request) => under.set(request, performance.now()))
  page.on('requestfailed', (request) => ended(request, request.failure()?.errorText ?? 'failed'))
  page.on('requestfinished', (request) => {
    void request.response().then(
      (response) => ended(request, String(response?.status())),
      () => ended(request, 'closed'),
    )
  })
  const one = { page, complaints, under, last }
  windows.add(one)
  page.on('close', () => windows.delete(one))
}

afterEach(async (t) => {
  if (!('error' in t) || !t.error) return
  for (const one of windows) t.diagnostic(await saidBy(one))
})

async function saidBy({ page, complaints, under, last }: Watched): Promise<string> {
  const shown = page.evaluate(() => {
    const alerts = [...document.querySelectorAll('[role="alert"], [role="status"]')].map((one) => one.textContent?.trim()).filter(Boolean)
    const boxes = [...document.querySelectorAll('[role="dialog"], [aria-busy="true"]')].map((one) => one.getAttribute('aria-label') ?? one.role)
    return `online: ${navigator.onLine}, visible: ${document.visibilityState}, focus: ${document.activeElement?.outerHTML.slice(0, 120)}\n  says: ${alerts.join(' | ')}\n  open or busy: ${boxes.join(' | ')}`
  })
  const late = new Promise<string>((tell) => setTimeout(tell, patienceMs, 'the page does not answer').unref())
  const seen = await Promise.race([shown, late]).catch((error: unknown) => String(error))
  const waiting = [...under].map(([request, since]) => `${ageOf(since)} ${nameOf(request)}`)
  return [`${page.url()}\n  ${seen}`, listed('complaints', complaints), listed('not answered', waiting), listed('answered last', last)].join('\n')
}

const listed = (what: string, items: readonly string[]) => `  ${what}: ${items.length === 0 ? 'none' : items.map((item) => `\n    ${item}`).join('')}`
const ageOf = (since: number) => `${Math.round(performance.now() - since)} ms`
const nameOf = (request: Request) => `${request.method()} ${request.url().slice(0, 160)}`
