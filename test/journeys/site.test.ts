import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import * as access from '../../src/keep/access/contract.ts'
import { saveForm } from '../../src/keep/forms/contract.ts'
import * as roads from '../../src/keep/roads/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { startProduct } from '../product.ts'
import { mailbox, readLetter } from '../town/demo/customer.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// The company's own site, on another origin and under a strict policy: the script that asks, a form to sign up with, and the preference centre.

/** A site of somebody else's making. `parts` stand in its one page. */
async function anotherSite(t: TestContext, { ours, parts }: { ours: string; parts: () => string }) {
  const own = `(window.rapportConsent = window.rapportConsent || []).push(['counting', (may) => { document.title = may ? 'counts' : 'counts no more' }])`
  const server = createServer((request, response) => {
    if (request.url === '/own.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(own)
    const policy = `default-src 'none'; script-src 'self' ${ours}; connect-src ${ours}; frame-src ${ours}; require-trusted-types-for 'script'`
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    response.end(`<!doctype html><html lang="ru"><title>Лавка</title><h1>Лавка</h1><script src="/own.js"></script>${parts()}</html>`)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  t.after(() => server.close())
  const at = server.address()
  return `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`
}

const allows = (page: Page) => page.evaluate(`rapportConsent.allows('counting')`)
const title = (page: Page, is: string) => until(`the page is called ${is}`, async () => (await page.title()) === is)

test('another site asks by our script, signs people up and shows them their choices', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  await ask(admin, terms.registerPurpose, {
    body: {
      code: 'counting',
      title: { en: 'Counting visits', ru: 'Считать посещения' },
      description: { en: 'To see which pages are read.', ru: 'Чтобы видеть, какие страницы читают.' },
      dpv: 'dpv:ServiceOptimisation' as const,
      legal_basis: 'consent' as const,
      channels: ['web' as const],
      categories: ['pseudonym' as const],
      fields: [],
      retention: 'consent|P1Y',
      roles: ['admin'],
      needs: ['tracking' as const],
    },
  })
  let parts = ''
  const site = await anotherSite(t, { ours: product.url, parts: () => parts })
  const browser = await openBrowser()
  t.after(() => browser.close())
  let embed = ''

  await t.test('the console: the site is named, the line for it is copied; a provider of mail is added, tells its secret once, and goes', async () => {
    const office = await openWindow(browser, product.url, { language: 'ru' })
    await lend(office, product.url, admin.cookies)
    await office.page.goto('/settings/site')
    await office.page.getByRole('textbox', { name: 'Адреса' }).fill(`${site}/path`)
    await office.page.getByRole('button', { name: 'Сохранить' }).click()
    await office.page.locator('.mantine-InputWrapper-error').waitFor()
    await office.page.getByRole('textbox', { name: 'Адреса' }).fill(site)
    await office.page.getByRole('button', { name: 'Сохранить' }).click()
    await office.page.getByText('Сайты сохранены.').waitFor()
    await office.page.getByText('не спрашивается при Global Privacy Control').waitFor()
    embed = (await office.page.getByRole('group', { name: 'Строка для каждой страницы' }).textContent()) ?? ''
    await office.page.goto('/settings/providers')
    await office.page.getByRole('button', { name: 'Добавить провайдера' }).click()
    const form = office.page.getByRole('dialog', { name: 'Добавить провайдера' })
    await form.getByRole('combobox', { name: 'Для чего' }).selectOption('inbound_mail')
    await form.getByRole('textbox', { name: 'Название' }).fill('Почта')
    await form.getByRole('button', { name: 'Добавить', exact: true }).click()
    const made = office.page.getByRole('dialog', { name: 'Почта: добавлен' })
    assert.match((await made.getByRole('group', { name: 'Секрет для подписи' }).textContent()) ?? '', /^whsec_/)
    await made.getByRole('button', { name: 'Скопировано', exact: true }).click()
    const row = office.page.getByRole('listitem').filter({ hasText: 'Почта' })
    await row.getByRole('button', { name: 'Больше не использовать' }).click()
    await office.page.getByRole('dialog').getByRole('button', { name: 'Больше не использовать' }).click()
    await office.page.getByText('Почта: больше не используется.').waitFor()
    assert.deepEqual(office.complaints, [])
    await office.close()
  })

  const visitor = await openWindow(browser, site, { language: 'ru', width: 360, scheme: 'dark' })
  const { page } = visitor

  await t.test('no and yes are alike, by keyboard; a yes is told at once and known to the next page; the link takes it back', async () => {
    parts = `${embed}<a href="/privacy" data-rapport-consent>Ваш выбор на этом сайте</a>`
    await page.goto('/')
    const banner = page.getByRole('dialog', { name: 'Ваш выбор' })
    const [no, yes] = [banner.getByRole('button', { name: 'Нет: Считать посещения' }), banner.getByRole('button', { name: 'Да: Считать посещения' })]
    await yes.waitFor()
    const [left, right] = [await no.boundingBox(), await yes.boundingBox()]
    assert.ok(left && right)
    assert.deepEqual([left.width, left.height, left.y], [right.width, right.height, right.y], 'the same size, side by side')
    assert.deepEqual(await no.evaluate((b) => getComputedStyle(b).backgroundColor), await yes.evaluate((b) => getComputedStyle(b).backgroundColor))
    assert.equal(await allows(page), false)
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360)
    const reached: (string | null | undefined)[] = []
    for (const _ of [1, 2]) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label')))
    }
    assert.deepEqual(reached, ['Нет: Считать посещения', 'Да: Считать посещения'], 'first on the page by keyboard, the no before the yes')
    await page.keyboard.press('Enter')
    await title(page, 'counts')
    await banner.waitFor({ state: 'hidden' })
    await page.reload()
    await title(page, 'counts')
    assert.equal(await page.getByRole('dialog').count(), 0, 'who answered is not asked again')
    await page.getByRole('link', { name: 'Ваш выбор на этом сайте' }).click()
    await no.click()
    await title(page, 'counts no more')
    await banner.getByText('Сохранено.').waitFor()
    await page.keyboard.press('Escape')
    await banner.waitFor({ state: 'hidden' })
    assert.equal(await page.getByRole('link', { name: 'Ваш выбор на этом сайте' }).evaluate((a) => a === document.activeElement), true)
    assert.deepEqual(visitor.complaints, [], 'nothing the policy of the site had to stop')
  })

  await t.test('without our server nobody is asked and everything is no; with a changed byte the script does not run', async () => {
    const alone = await openWindow(browser, site, { language: 'ru' })
    await alone.context.route('**/v1/site/**', (route) => route.abort())
    await alone.page.goto('/')
    await alone.page.getByRole('link', { name: 'Ваш выбор на этом сайте' }).click()
    await alone.page.getByText('Сейчас ваш выбор недоступен. Всюду остаётся «нет».').waitFor()
    assert.equal(await allows(alone.page), false)
    parts = embed.replace(/sha384-.../, 'sha384-AAA')
    await alone.page.goto('/')
    assert.equal(await alone.page.evaluate('Array.isArray(rapportConsent)'), true)
    await alone.close()
  })

  await t.test('a browser that says Global Privacy Control is asked nothing: it is no, and kept as a no', async () => {
    parts = embed
    const quiet = await openWindow(browser, site, { language: 'en' })
    await quiet.context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }))
    const kept = quiet.page.waitForResponse((r) => r.url().endsWith('/v1/site/visitor/answers') && r.status() === 200)
    await quiet.page.goto('/')
    assert.equal((await (await kept).json()).purposes[0].answer, 'no')
    assert.equal(await quiet.page.getByRole('dialog').count(), 0)
    // Without a link of the site's own there is a button, and it says why.
    await quiet.page.getByRole('button', { name: 'Ваш выбор' }).click()
    await quiet.page.getByText('Ваш браузер просит не следить за вами', { exact: false }).waitFor()
    assert.equal(await quiet.page.getByRole('button', { name: 'Да: Считать посещения' }).isDisabled(), true)
    await quiet.close()
  })

  await t.test('the form in a frame: a tick is a question, the letter’s button the yes; the preference centre shows it', async () => {
    await ask(admin, saveForm, {
      params: { form: 'sign-up' },
      body: {
        title: { en: 'News by e-mail', ru: 'Новости на почту' },
        languages: ['ru', 'en'],
        fields: [{ field: 'email', required: true }],
        along: {},
        purpose: 'service',
        notice: { en: 'To write to you once.', ru: 'Чтобы написать вам один раз.' },
        consents: [{ purpose: 'marketing', channel: 'email', topic: null, text: { en: 'Send me news', ru: 'Присылайте новости' } }],
        thanks: { en: 'Look into your mail.', ru: 'Загляните в почту.' },
        origins: [site],
      },
    })
    parts = `<iframe title="Подписка" width="340" height="700" src="${product.url}/f/sign-up?language=ru"></iframe>`
    await page.goto('/')
    const form = page.frameLocator('iframe')
    await form.getByRole('textbox', { name: 'Электронная почта' }).fill('nina@visitor.example')
    await form.getByRole('checkbox', { name: 'Присылайте новости' }).check()
    // Nobody fills a form in less than two seconds; a machine that does gets the same thanks.
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    await form.getByRole('button').click()
    await form.getByText('Загляните в почту.').waitFor()
    const letters = () => mailbox(admin, { search: 'nina@visitor.example' })
    const found = async () => (await ask(admin, console_.search, { query: { q: 'nina@visitor.example' } })).items[0]?.id
    await until('the letter is there', async () => (await letters()).length > 0)
    await until('she is found', async () => (await found()) !== undefined)
    const [letter] = await letters()
    const nina = (await found()) ?? ''
    const [, path = ''] = /https?:\/\/\S+?(\/y\/[\w-]+)/.exec((await readLetter(admin, letter?.id ?? '')).text) ?? []
    const key = (await ask(admin, access.addKey, { body: { kind: 'secret', title: 'site', source: 'site', scopes: ['change'] } })).secret
    const choices = async () => {
      const link = await product.api('POST', '/v1/preference-links', { customer_id: nina }, { key })
      const { url } = roads.makePreferenceLink.output.parse(link.body)
      parts = `<iframe title="Выбор" width="340" height="900" src="${new URL(new URL(url).pathname, product.url)}?language=ru"></iframe>`
      await page.goto('/')
      const box = page.frameLocator('iframe').getByRole('checkbox', { name: 'по электронной почте' })
      await box.waitFor()
      return box.isChecked()
    }
    assert.equal(await choices(), false, 'a tick alone is no yes')
    await page.goto(`${product.url}${path}`)
    await page.getByRole('button', { name: 'Да, я согласен(на)' }).click()
    await page.getByText('Спасибо, согласие принято').waitFor()
    assert.equal(await choices(), true)
  })
})
