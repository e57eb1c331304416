import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { saveForm } from '../../src/keep/forms/contract.ts'
import { listImports } from '../../src/keep/imports/contract.ts'
import { changeDraft, countReachBoard, makeDraft, readDraft, readReachBoard, tryDraft } from '../../src/keep/policy/contract.ts'
import { askMyRight } from '../../src/keep/rights/contract.ts'
import { addTrait } from '../../src/office/audiences/traits/contract.ts'
import { readCampaign } from '../../src/office/campaigns/contract.ts'
import { addCustomer, addRelation, listConsents, listDuplicates, sayForCustomer } from '../../src/office/console/contract.ts'
import { readRun, startRun } from '../../src/office/insight/contract.ts'
import { addLead } from '../../src/office/leads/contract.ts'
import { listMyWards } from '../../src/office/portal/contract.ts'
import { addWebhook } from '../../src/office/webhooks/contract.ts'
import { lettersArrived, mailbox, openOwnPage, openWhy, readLetter } from '../town/demo/customer.ts'
import { plan, send } from '../town/demo/thread.ts'
import { ask, type Visitor } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { lend, noBrowser, openBrowser, openWindow, type Window } from './browser.ts'
import { erasedBy } from './looks/erased.ts'
import { everyCondition } from './looks/everyCondition.ts'
import { untranslated } from './looks/untranslated.ts'
import { openShop, type Shop } from './shop.ts'

// Every page of the console and the portal in each look: two languages, two themes, wide and narrow. A page is loaded wide in English and
// narrow in Russian, turned dark and made narrow or wide where it stands. What bars somebody is a matter of the width or of the theme,
// not of the language: each width is searched for it once, and each language.

const loads = [
  { language: 'en', width: 1440, other: 360 },
  { language: 'ru', width: 360, other: 1440 },
] as const
type Load = (typeof loads)[number]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Place = { path: string; as: 'staff' | 'customer' | 'nobody' }
type Trouble = { page: string; what: string }

test('no page bars anybody, overflows or speaks another language', { skip: noBrowser }, async (t) => {
  const shop = await openShop(t, 'bookshop')
  const { places, staff, customer } = await prepare(shop)
  assert.deepEqual(
    addresses().filter((address) => !places.some(({ path }) => address.test(path))),
    [],
    'every page of the routers is looked at',
  )
  const browser = await openBrowser()
  t.after(() => browser.close())

  const walk = async (load: Load): Promise<Trouble[]> => {
    const { language, width } = load
    const window = await openWindow(browser, shop.site, { language, width })
    const out: Trouble[] = []
    for (const place of places) {
      await window.context.clearCookies()
      if (place.as !== 'nobody') await lend(window, shop.site, place.as === 'staff' ? staff : customer)
      out.push(...(await look(window, place, load)).map((what) => ({ page: `${place.path} ${language} ${width}`, what })))
    }
    out.push(...window.complaints.map((what) => ({ page: `${language} ${width}`, what })))
    await window.close()
    return out
  }
  const found = await Promise.all(loads.map(walk))
  const pages = Map.groupBy(found.flat(), ({ what }) => what)
  assert.deepEqual(
    [...pages].map(([what, on]) => `${what} (${on.length} times: ${on[0]?.page})`),
    [],
  )
})

/** What the routers of the console and of the portal know, but for the page that there is before a company is set up (journeys/setting-up). */
function addresses(): RegExp[] {
  const web = join(import.meta.dirname, '../../web')
  const files = [...readdirSync(join(web, 'console/routes')).map((file) => `console/routes/${file}`), 'portal/router.tsx']
  const paths = files
    .map((file) => readFileSync(join(web, file), 'utf8'))
    .flatMap((text) => [...text.matchAll(/path: '([^']+)'/g)].map(([, path = '']) => path))
    .filter((path) => path !== '/set-up')
  assert.ok(paths.length > 40)
  return paths.map((path) => new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/?]+')}(\\?|$)`))
}

/** The board of who can be reached has its figures. */
async function everybodyCounted(admin: Visitor): Promise<void> {
  await ask(admin, countReachBoard, {})
  await until('everybody is counted', async () => (await ask(admin, readReachBoard, {})).board !== null)
}

/** The models have run over everybody. */
async function thoughtOver(admin: Visitor): Promise<void> {
  const { id } = await ask(admin, startRun, { body: {} })
  await until('the run is done', async () => (await ask(admin, readRun, { params: { run_id: id } })).state === 'done')
}

/** A draft of the limits that would change something. */
async function draftTried(admin: Visitor): Promise<string> {
  const { id, body } = await ask(admin, makeDraft, { body: { title: 'Тише в декабре' } })
  const params = { draft_id: id }
  const caps = [{ cap: 'week', scope: 'all' as const, key: null, contacts: 0, days: 30 }]
  await ask(admin, changeDraft, { params, body: { revision: 1, title: 'Тише в декабре', body: { ...body, caps } } })
  await ask(admin, tryDraft, { params, body: { days: 30 } })
  await until('the draft is tried', async () => (await ask(admin, readDraft, { params })).trial?.ended_at != null)
  return id
}

/** A child whose guardian the customer of this letter is, as they name it. */
async function childOf(admin: Visitor, own: Visitor, { to }: { to: string }): Promise<string> {
  const search = await admin.fetch(`/v1/search?q=${encodeURIComponent(/<(.+)>/.exec(to)?.[1] ?? to)}&limit=1`)
  const guardian = /"id":"(c_[^"]+)"/.exec(await search.text())?.[1]
  assert.ok(guardian, 'whoever got the letter was found')
  const fields = { name: 'Лев', birth_date: `${new Date().getUTCFullYear() - 9}-01-31` }
  const child = await ask(admin, addCustomer, { body: { kind: 'person', fields, identifiers: [] } })
  await ask(admin, addRelation, { params: { customer_id: child.id }, body: { other_id: guardian, kind: 'guardian' } })
  const [ward] = (await ask(own, listMyWards)).wards
  assert.ok(ward, 'they are their guardian')
  return ward.id
}

/** The two who are one have been found. */
async function compared(admin: Visitor, tries = 900): Promise<void> {
  const { items } = await ask(admin, listDuplicates, { query: {} })
  if (items.some((pair) => pair.one.name?.full.startsWith('Двойникова'))) return
  assert.ok(tries > 0, 'nobody was found to be here twice')
  await new Promise((resolve) => setTimeout(resolve, 100))
  return compared(admin, tries - 1)
}

/** A company in the middle of its day: a sending gone out, a file imported, a customer with a page of their own. */
async function prepare(shop: Shop): Promise<{ places: Place[]; staff: ReadonlyMap<string, string>; customer: ReadonlyMap<string, string> }> {
  const admin = await shop.as('owner')
  const marketer = await shop.as('marketer')
  const campaign = await plan(marketer, { title: 'Спасибо за год', audience: 'Первый класс', discount: 10 })
  const { audience } = await ask(marketer, readCampaign, { params: { campaign_id: campaign } })
  const bought = { of: { bought: {} }, take: 'count' as const }
  const { trait } = await ask(marketer, addTrait, { body: { trait: 'purchases', title: { en: 'Purchases', ru: 'Покупки' }, definition: bought } })
  const { handedOver } = await send(marketer, campaign)
  await lettersArrived(admin, handedOver, () => {})
  const [first] = await mailbox(admin)
  assert.ok(first, 'a letter arrived')
  const letter = await readLetter(admin, first.id)
  const why = new URL((await openWhy(letter)).location)
  const own = await openOwnPage(shop.site, /<(.+)>/.exec(letter.to)?.[1] ?? letter.to, admin)
  await admin.fetch('/v1/imports?name=contacts.csv', { method: 'POST', body: 'Почта;Имя\npetrova@mail.example;Петрова Ольга\n' })
  const [file] = (await ask(admin, listImports)).items
  await ask(admin, addLead, {
    body: { kind: 'person', fields: { name: 'Лидия' }, identifiers: [{ kind: 'email', value: 'lidia@mail.example' }], campaign: 'spring' },
  })
  await ask(admin, saveForm, {
    params: { form: 'contact' },
    body: {
      title: { en: 'Write to us', ru: 'Напишите нам' },
      languages: ['en', 'ru'],
      fields: [{ field: 'name', required: true }, { field: 'email', required: true }, { field: 'message' }],
      purpose: 'service',
      notice: { en: 'We use this to answer you.', ru: 'Это нужно, чтобы вам ответить.' },
      consents: [{ purpose: 'marketing', channel: 'email', text: { en: 'Send me news', ru: 'Присылайте новости' } }],
      thanks: { en: 'Thank you.', ru: 'Спасибо.' },
    },
  })
  for (const phone of ['+79165550701', '+79165550702']) {
    const twin = {
      kind: 'person' as const,
      fields: { surname: 'Двойникова', name: 'Вера', birth_date: '1990-05-05', job_title: phone.endsWith('1') ? 'врач' : 'хирург' },
    }
    await ask(admin, addCustomer, { body: { ...twin, identifiers: [{ kind: 'phone', value: phone }] } })
  }
  await compared(admin)
  const { id: stranger } = await ask(admin, addCustomer, { body: { kind: 'person', fields: { surname: 'Лишняя' }, identifiers: [] } })
  const erasure = await erasedBy(admin, stranger)
  const { webhook } = await ask(admin, addWebhook, { body: { title: 'Склад', url: 'https://warehouse.example/hook', kinds: ['task.done'] } })
  const search = await admin.fetch(`/v1/search?q=${encodeURIComponent('вор')}&limit=1`)
  const card = /"id":"(c_[^"]+)"/.exec(await search.text())?.[1]
  assert.ok(card, 'somebody was found')
  const yes = { term: { purpose: 'marketing', channel: 'email', topic: null, allowed: true } }
  const told = { road: 'phone' as const, words: 'Присылайте.', said: [yes, { rule: { kind: 'cap' as const, contacts: 1, days: 30 } }] }
  await ask(admin, sayForCustomer, { params: { customer_id: card }, body: told })
  await everybodyCounted(admin)
  await thoughtOver(admin)
  const draft = await draftTried(admin)
  const [consent] = (await ask(admin, listConsents, { params: { customer_id: card }, query: {} })).items
  const right = await ask(own, askMyRight, { body: { right: 'rectify', about: { kind: 'field', name: 'surname' }, value: 'Белова', words: 'Я вышла замуж.' } })
  const ward = await childOf(admin, own, letter)
  const of = (as: Place['as'], ...paths: string[]) => paths.map((path) => ({ path, as }))
  return {
    places: [
      ...of('nobody', '/sign-in', '/sign-in/by/nobody', '/forgot', '/join', '/reset', '/my/sign-in', '/my/open', '/my/unsubscribed', '/no-such-page'),
      ...of(
        'staff',
        '/',
        '/customers',
        `/customers/${card}`,
        `/customers/${card}?do=address`,
        `/customers/${card}/consents`,
        `/customers/${card}/rights`,
        '/leads',
        '/needs',
        '/leads?new=true',
        '/duplicates',
        '/settings/forms',
        '/classes',
        '/till',
        '/goods',
        '/goods/wes-01',
        '/overview',
        '/value',
        '/models',
        '/ways',
        '/quality?field=birth_date&what=missing',
        '/reports',
        '/reports/new?look=bars',
        '/campaigns',
        '/traits',
        '/sql',
        `/traits/${trait}`,
        '/audiences',
        `/audiences/${audience.id}`,
        `/audiences/new?q=${encodeURIComponent(JSON.stringify(everyCondition))}`,
        `/campaigns/${campaign}`,
        '/import',
      ),
      ...(file ? of('staff', `/import/${file.id}`) : []),
      ...of(
        'staff',
        '/audit',
        '/rights',
        `/rights/${right.id}`,
        '/desk',
        '/desk/register',
        '/desk/touched',
        '/desk/refusals',
        '/roles',
        '/units',
        '/purposes',
        '/settings/tags',
        '/exports',
        '/bulk',
        '/trash',
        '/settings/erasures',
        `/certificate/${erasure}`,
        `/print/${card}`,
        `/print/${card}?what=thread`,
        `/print/${card}/consents/${consent?.id}`,
        '/staff',
        '/status',
        '/account',
        '/settings',
        '/settings/notices',
        '/settings/sign-in',
        '/settings/budgets',
        '/settings/limits',
        '/reach',
        '/settings/policy',
        `/settings/policy/${draft}`,
        '/settings/witnesses',
        '/settings/site',
        '/settings/providers',
        '/settings/consent-texts',
        '/settings/my-terms',
        '/mailbox',
        `/mailbox/${first.id}`,
        '/webhooks',
        `/webhooks/${webhook.id}`,
      ),
      ...of(
        'customer',
        '/my',
        '/my/allow',
        '/my/children',
        `/my/child/${ward}/allow`,
        '/my/needs',
        '/my/uses',
        '/my/history',
        '/my/receipts',
        '/my/rights',
        '/my/rights?ask=erase',
        why.pathname,
      ),
    ],
    staff: admin.cookies,
    customer: own.cookies,
  }
}

async function look({ page }: Window, { path }: Place, { language, width, other }: Load): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize(sizeOf(width))
  await page.goto(path)
  const title = page.locator('h1').first()
  const titled = await title.waitFor({ timeout: 30_000 }).then(
    () => true,
    () => false,
  )
  if (!titled) return ['has no heading of the first level']
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null)
  const out = [...(await overflow(page)), ...(await cutOff(page)), ...(await untranslated(page, language)), ...(await barriers(page, 'light'))]
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark')
  out.push(...(await barriers(page, 'dark')))
  await page.setViewportSize(sizeOf(other))
  await page.waitForFunction((wide) => innerWidth === wide, other)
  return [...out, ...(await overflow(page)), ...(await cutOff(page))]
}

const sizeOf = (width: 1440 | 360) => ({ width, height: width === 360 ? 780 : 900 })

async function overflow(page: Page): Promise<string[]> {
  const [by, wide] = await page.evaluate(
    () =>
      new Promise<[number, number]>((said) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => said([document.documentElement.scrollWidth - document.documentElement.clientWidth, innerWidth])),
        ),
      ),
  )
  return by > 0 ? [`scrolls sideways by ${by} px at ${wide}`] : []
}

/** Words of buttons that do not fit into them. */
async function cutOff(page: Page): Promise<string[]> {
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.mantine-Button-label')].filter((label) => label.scrollWidth > label.clientWidth + 1).map((label) => label.textContent),
  )
  return [...new Set(cut)].map((words) => `cuts a button off: ${words}`)
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** A theme changes colours and nothing else. */
const ofColour = ['color-contrast', 'link-in-text-block']

/** What axe calls serious or critical: each with its elements. */
async function barriers(page: Page, theme: 'light' | 'dark'): Promise<string[]> {
  if (theme === 'light') await page.evaluate(axe)
  const runOnly = theme === 'light' ? { type: 'tag', values: tags } : { type: 'rule', values: ofColour }
  const found: { id: string; impact: string; nodes: string[] }[] = await page.evaluate(`(async () => {
    // Colours are looked at where they have arrived, not on their way.
    const still = new CSSStyleSheet()
    still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }')
    document.adoptedStyleSheets = [still]
    const { violations } = await axe.run(document, { resultTypes: ['violations'], preload: false, selectors: false, runOnly: ${JSON.stringify(runOnly)} })
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map((n) => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? '')) }))
  })()`)
  return found.filter((v) => v.impact === 'serious' || v.impact === 'critical').flatMap((v) => v.nodes.map((node) => `${theme}: ${v.id}: ${node}`))
}
