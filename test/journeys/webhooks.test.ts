import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { admin, startProduct } from '../product.ts'
import { type Receiver, startReceiver } from '../receiver.ts'
import { noBrowser, openBrowser, openWindow } from './browser.ts'

// An integrator has a system told what happens: from the address to a telling that came, that failed and that was sent again.

const tongues = {
  en: {
    find: 'Find a setting',
    typed: 'callback',
    entry: /^Webhooks/,
    add: 'Add webhook',
    name: 'What it is for',
    url: 'Address',
    https: 'The address must begin with https.',
    task: 'A task was added',
    stored: 'I have stored it',
    try: 'Try it',
    tried: /It answered 200/,
    failed: /It did not work: the receiver refused, answered 500/,
    delivered: 'Delivered',
    again: 'Send again',
    body: 'What was sent',
    fails: 'fails',
    works: 'works',
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    addKey: 'Make a key',
    keyTitle: 'Name',
    keyKind: 'Kind',
    secretKey: 'Secret key, for servers',
    source: 'Source',
    reads: 'Look up customers',
    these: 'Only for the purposes I choose',
    service: /^Serving you/,
    haveIt: 'I have it',
    keyOf: 'Key for fetching details',
    customer: 'Somebody new',
    rotate: 'New secret',
    both: /Both secrets sign until/,
  },
  ru: {
    find: 'Найти настройку',
    typed: 'обратный',
    entry: /^Вебхуки/,
    add: 'Добавить вебхук',
    name: 'Для чего он',
    url: 'Адрес',
    https: 'Адрес должен начинаться с https.',
    task: 'Новая задача',
    stored: 'Секрет сохранён',
    try: 'Проверить',
    tried: /Ответ 200/,
    failed: /Не получилось: получатель отказал, ответ 500/,
    delivered: 'Доставлены',
    again: 'Отправить ещё раз',
    body: 'Что отправлено',
    fails: 'не отвечает',
    works: 'работает',
    email: 'E-mail',
    password: 'Пароль',
    signIn: 'Войти',
    addKey: 'Создать ключ',
    keyTitle: 'Название',
    keyKind: 'Вид',
    secretKey: 'Секретный ключ, для серверов',
    source: 'Источник',
    reads: 'Смотреть клиентов',
    these: 'Только для целей, которые я выберу',
    service: /^Обслуживание/,
    haveIt: 'Скопировано',
    keyOf: 'Ключ, чтобы узнавать подробности',
    customer: 'Новый клиент',
    rotate: 'Новый секрет',
    both: /подписывают оба секрета/i,
  },
} as const

test('an integrator: a key, a webhook, a telling that comes, fails, is sent again; what the key fetched stands in the journal', {
  skip: noBrowser,
}, async (t) => {
  const product = await startProduct(t, { env: { OUTWARD_NETWORKS: '127.0.0.1' } })
  const vera = await product.setUp()
  const browser = await openBrowser()
  t.after(() => browser.close())

  for (const language of ['en', 'ru'] as const) {
    await t.test(language, async (step) => {
      const words = tongues[language]
      const receiver = await startReceiver(step)
      const window = await openWindow(browser, product.url, { language, width: language === 'ru' ? 360 : 1440 })
      const { page } = window

      await page.goto('/staff')
      await page.getByRole('textbox', { name: words.email }).fill(admin.email)
      await page.getByLabel(words.password, { exact: true }).fill(admin.password)
      await page.getByRole('button', { name: words.signIn, exact: true }).click()
      await page.getByRole('button', { name: words.addKey }).click()
      const making = page.getByRole('dialog', { name: words.addKey })
      const name = `Warehouse ${language}`
      await making.getByRole('textbox', { name: words.keyTitle }).fill(name)
      await making.getByRole('combobox', { name: words.keyKind }).selectOption({ label: words.secretKey })
      await making.getByRole('textbox', { name: words.source }).fill(`warehouse-${language}`)
      await making.getByRole('checkbox', { name: words.reads }).check()
      await making.getByRole('radio', { name: words.these }).check()
      await making.getByRole('checkbox', { name: words.service }).check()
      await making.getByRole('button', { name: words.addKey }).click()
      const key = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
      await page.getByRole('button', { name: words.haveIt }).click()

      await page.goto('/settings')
      await page.getByRole('searchbox', { name: words.find }).fill(words.typed)
      await page.getByRole('link', { name: words.entry }).first().click()
      await page.waitForURL('**/webhooks')
      await page.getByRole('button', { name: words.add }).click()
      const dialog = page.getByRole('dialog', { name: words.add })
      await dialog.getByRole('textbox', { name: words.name }).fill(name)
      await dialog.getByRole('textbox', { name: words.url }).fill('http://example.com/hook')
      await dialog.getByRole('checkbox', { name: words.customer }).check()
      await dialog.getByRole('checkbox', { name: words.task }).check()
      await dialog.getByRole('combobox', { name: words.keyOf }).selectOption({ label: name })
      await dialog.getByRole('button', { name: words.add }).click()
      await dialog.getByText(words.https).waitFor()
      await dialog.getByRole('textbox', { name: words.url }).fill(receiver.url)
      await dialog.getByRole('button', { name: words.add }).click()
      const secret = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
      await page.getByRole('button', { name: words.stored }).click()
      await page.getByRole('link', { name, exact: true }).click()

      await page.getByRole('button', { name: words.try }).click()
      await page.getByText(words.tried).waitFor()
      await vera.api('POST', '/v1/customers', {
        kind: 'person',
        fields: { name: 'Zoe', surname: 'Winter' },
        identifiers: [{ kind: 'email', value: `zoe-${language}@example.org` }],
      })
      const row = page.getByRole('listitem').filter({ hasText: words.customer })
      await row.getByText(words.delivered, { exact: true }).waitFor({ timeout: 60_000 })
      const told = receiver.got.find(({ body }) => body.includes('customer.created'))
      const { data } = z.object({ data: z.object({ customer_id: z.string() }) }).parse(verified(secret, told))
      const card = await product.api('GET', `/v1/customers/${data.customer_id}/card`, undefined, { key })
      assert.match(card.text, /Zoe/, 'the receiver fetches what its key may see')
      const looks = await vera.api('GET', `/v1/customers/${data.customer_id}/looks`)
      assert.match(looks.text, new RegExp(`"kind":"api","role":"clerk","name":"${name}"`), 'and the journal names it')

      receiver.answers(500)
      await page.getByRole('button', { name: words.try }).click()
      await page.getByText(words.failed).waitFor()
      await vera.api('POST', '/v1/tasks', { kind: 'task', what: 'Count the shelves' })
      await page.getByText(words.fails, { exact: true }).waitFor({ timeout: 60_000 })
      receiver.answers(200)
      await page.getByRole('button', { name: words.again }).first().click()
      await page.getByText(words.works, { exact: true }).waitFor({ timeout: 60_000 })
      const task = page.getByRole('listitem').filter({ hasText: words.task })
      await task.getByText(words.delivered, { exact: true }).waitFor({ timeout: 60_000 })
      await task.getByRole('button', { name: words.body }).click()
      await task.getByText('"type": "task.made"', { exact: false }).waitFor()
      assert.ok(verified(secret, receiver.got.at(-1)), 'the secret that was shown checks what came')

      await page.getByRole('button', { name: words.rotate }).click()
      await page.getByRole('dialog').getByRole('button', { name: words.rotate }).click()
      const next = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
      assert.notEqual(next, secret)
      await page.getByRole('button', { name: words.stored }).click()
      await page.getByText(words.both).waitFor()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
      assert.equal(wide, false, 'nothing sticks out')
      // The browser tells of the two answers that refuse the first address.
      assert.deepEqual(
        window.complaints.filter((each) => !/40[01]/.test(each)),
        [],
      )
      await window.close()
    })
  }
})

/** What came, when the signature by this secret holds. */
function verified(secret: string, came: Receiver['got'][number] | undefined): unknown {
  assert.ok(came, 'it came')
  const headers = Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(came.headers[name])]))
  return new Webhook(secret).verify(came.body, headers)
}
