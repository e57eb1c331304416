import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { startProduct } from '../product.ts'
import { startReceiver } from '../receiver.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

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
  },
} as const

for (const language of ['en', 'ru'] as const) {
  test(`a system is told what happens, checked, and told again (${language})`, { skip: noBrowser }, async (t) => {
    const words = tongues[language]
    const product = await startProduct(t, { env: { OUTWARD_NETWORKS: '127.0.0.1' } })
    const receiver = await startReceiver(t)
    const admin = await product.setUp()
    const browser = await openBrowser()
    t.after(() => browser.close())
    const window = await openWindow(browser, product.url, { language, width: language === 'ru' ? 360 : 1440 })
    await lend(window, product.url, admin.cookies)
    const { page } = window

    await page.goto('/settings')
    await page.getByRole('searchbox', { name: words.find }).fill(words.typed)
    await page.getByRole('link', { name: words.entry }).first().click()
    await page.waitForURL('**/webhooks')
    await page.getByRole('button', { name: words.add }).click()
    const dialog = page.getByRole('dialog', { name: words.add })
    await dialog.getByRole('textbox', { name: words.name }).fill('Warehouse')
    await dialog.getByRole('textbox', { name: words.url }).fill('http://example.com/hook')
    await dialog.getByRole('checkbox', { name: words.task }).check()
    await dialog.getByRole('button', { name: words.add }).click()
    await dialog.getByText(words.https).waitFor()
    await dialog.getByRole('textbox', { name: words.url }).fill(receiver.url)
    await dialog.getByRole('button', { name: words.add }).click()
    const secret = (await page.locator('code').textContent()) ?? ''
    assert.match(secret, /^whsec_/)
    await page.getByRole('button', { name: words.stored }).click()
    await page.getByRole('link', { name: 'Warehouse' }).click()

    await page.getByRole('button', { name: words.try }).click()
    await page.getByText(words.tried).waitFor()
    receiver.answers(500)
    await page.getByRole('button', { name: words.try }).click()
    await page.getByText(words.failed).waitFor()
    await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Count the shelves' })
    await page.getByText(words.fails, { exact: true }).waitFor({ timeout: 60_000 })
    receiver.answers(200)
    await page.getByRole('button', { name: words.again }).first().click()
    await page.getByText(words.works, { exact: true }).waitFor({ timeout: 60_000 })
    const row = page.getByRole('listitem').filter({ hasText: words.task })
    await row.getByText(words.delivered, { exact: true }).waitFor({ timeout: 60_000 })
    await row.getByRole('button', { name: words.body }).click()
    await row.getByText('"type": "task.made"', { exact: false }).waitFor()

    const last = receiver.got.at(-1)
    assert.ok(last)
    const headers = Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(last.headers[name])]))
    assert.ok(new Webhook(secret).verify(last.body, headers), 'the secret that was shown checks what came')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
    assert.equal(wide, false, 'nothing sticks out')
    // The browser tells of the two answers that refuse the first address.
    assert.deepEqual(
      window.complaints.filter((each) => !/400/.test(each)),
      [],
    )
  })
}
