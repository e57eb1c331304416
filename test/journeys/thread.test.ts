import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type KeyringTables, openMadeKeyring } from '../../src/keep/keyring/index.ts'
import { signerOf } from '../../src/keep/receipts/index.ts'
import { madeFile } from '../../src/keep/receipts/testing.ts'
import { openDb } from '../../src/platform/db/index.ts'
import type { Product } from '../product.ts'
import { codeAfter, lettersArrived, mailbox, readLetter, whyLink } from '../town/demo/customer.ts'
import type { Visitor } from '../town/demo/visitor.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'
import { openShop } from './shop.ts'

// The main job as its people see it: the marketer plans, sees the reasons, sends; one who got the letter opens its link,
// learns why, ends it with one click; and the next sending says that somebody has gone.

test('a thank-you goes out, is explained, is stopped, and the next one leaves that person out', { skip: noBrowser }, async (t) => {
  const shop = await openShop(t, 'bookshop')
  const browser = await openBrowser()
  t.after(() => browser.close())
  const marketer = await openWindow(browser, shop.site, { language: 'en' })
  await lend(marketer, shop.site, (await shop.as('marketer')).cookies)
  const { page } = marketer
  let sent = 0

  await t.test('the board shows three classes, their movement and who stands at the top', async () => {
    await page.goto('/classes')
    for (const name of ['First class', 'Second class', 'Third class']) await page.getByRole('region', { name }).getByRole('link').first().waitFor()
  })

  await t.test('an audience is built of groups and a sequence, counted at once, looked at by name, saved, and a campaign goes to it', async () => {
    await page.goto('/audiences')
    await page.getByRole('heading', { name: 'Audiences', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'New audience' }).click()
    await page.getByRole('heading', { name: 'New audience', level: 1 }).waitFor()
    const status = page.getByRole('region', { name: 'How many' }).getByRole('status')
    await status.getByText(/^\d+ people$/).waitFor()
    const everybody = Number.parseInt((await status.textContent()) ?? '', 10)
    const rule = page.getByRole('region', { name: 'Rule', exact: true })
    const put = async (at: number, option: string) => {
      await rule.getByRole('combobox', { name: 'Add a condition…' }).nth(at).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    await put(0, 'Allow to be written to')
    await rule.getByRole('group', { name: 'Allow to be written to' }).waitFor()
    await rule.getByRole('button', { name: 'Group', exact: true }).click()
    await rule.getByText('Nothing in this group yet').waitFor()
    await put(0, 'One thing after another')
    await rule.getByRole('group', { name: 'Step 2' }).waitFor()
    await put(0, 'Bought')
    await rule.getByRole('group', { name: 'Bought' }).waitFor()
    await page.getByText(/one of: in this order: bought in the last 365 days, then not within 30 days: bought; bought at least 1 time/).waitFor()
    await page.waitForFunction((all) => Number.parseInt(document.querySelector('[role=status]:not([data-old]) p')?.textContent ?? '', 10) < all, everybody)
    const sample = page.getByRole('region', { name: 'Ten of them by name' })
    assert.equal(await sample.getByRole('listitem').count(), 0, 'nobody is opened unasked')
    await sample.getByRole('button', { name: 'Open the names' }).click()
    await sample.getByRole('listitem').nth(9).waitFor()
    await page.getByRole('textbox', { name: 'Name of the audience' }).fill('Bought and went quiet')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('heading', { name: 'Bought and went quiet', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Plan a campaign to it' }).click()
    const plan = page.getByRole('dialog', { name: 'New campaign' })
    await plan.getByRole('combobox', { name: 'Audience' }).and(page.locator('[value="Bought and went quiet"]')).waitFor()
    await page.keyboard.press('Escape')
    await gone(plan)
  })

  await t.test('an audience is counted while it is chosen', async () => {
    await page.goto('/campaigns')
    await page.getByRole('button', { name: 'New campaign' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Thank you for the year')
    const count = page.getByRole('dialog').getByRole('status')
    await count.filter({ hasText: /^\d+ people$/ }).waitFor()
    const first = await count.textContent()
    await page.getByRole('checkbox', { name: 'Second class' }).check()
    await page.waitForFunction((before) => document.querySelector('[role=dialog] [role=status]')?.textContent !== before, first)
    await page.getByRole('checkbox', { name: 'Second class' }).uncheck()
    await page.waitForFunction((before) => document.querySelector('[role=dialog] [role=status]')?.textContent === before, first)
    await page.getByRole('button', { name: 'Create' }).click()
  })

  await t.test('before sending: how many, and who not, with the reason', async () => {
    await page.getByRole('heading', { name: 'Thank you for the year' }).waitFor()
    const before = page.getByRole('region', { name: 'Before it is sent' })
    await before.getByText('The rule chooses').waitFor()
    await before.getByText('A complaint is open: solve it first').waitFor()
  })

  await t.test('sending hands over and says who was left out', async () => {
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).dblclick()
    const run = page.getByRole('region', { name: 'Sent', exact: true }).getByRole('article')
    await run.getByText('A complaint is open: solve it first').waitFor()
    sent = Number(/→\s*(\d+)/.exec((await run.textContent()) ?? '')?.[1])
    assert.ok(sent > 5, `${sent} were written to`)
  })

  const admin = await shop.as('owner')
  await lettersArrived(admin, sent, () => {})
  const letters = await mailbox(admin)
  const letter = await readLetter(admin, letters.find(({ subject }) => subject.startsWith('Спасибо'))?.id ?? '')
  const phone = await openWindow(browser, shop.site, { language: 'ru', width: 360 })

  await t.test('the letter’s link explains itself: why, with what right, what was used', async () => {
    await phone.page.goto(whyLink(letter))
    await phone.page.getByRole('button').click()
    await phone.page.getByRole('heading', { name: 'Почему это сообщение' }).waitFor()
    await phone.page.getByText('Вы среди наших лучших клиентов.').waitFor()
    await phone.page.getByText(/Ваше согласие/).waitFor()
    await phone.page.getByText(/Маркетолог взял ваш адрес/).waitFor()
  })

  await t.test('what is known is covered, because a letter may be forwarded; who used it is told', async () => {
    await phone.page.getByRole('link', { name: 'Моя страница' }).click()
    await phone.page.getByRole('heading', { name: /Здравствуйте/ }).waitFor()
    await phone.page.getByText('•••').first().waitFor()
    await phone.page.getByRole('link', { name: 'Кто и что открывал' }).click()
    await phone.page.getByRole('listitem').filter({ hasText: 'Маркетолог' }).first().waitFor()
    await phone.page.reload()
    await phone.page.waitForFunction(() => {
      const here = document.querySelector('nav [aria-current="page"]')?.getBoundingClientRect()
      return here !== undefined && here.left >= 0 && here.right <= innerWidth
    })
    assert.equal(await phone.page.getByRole('link', { name: 'Квитанции', exact: true }).count(), 0)
  })

  await t.test('one click ends it, and only quieter is possible by this link', async () => {
    await phone.page.goBack()
    await phone.page.goBack()
    await phone.page.getByRole('button', { name: 'Больше такого не присылать' }).click()
    await phone.page.getByText('Вы это запретили.').waitFor()
    await phone.page.getByRole('link', { name: 'Весь мой выбор' }).click()
    await phone.page.getByText('Чтобы разрешить, откройте свою страницу по её ссылке.').first().waitFor()
    assert.equal(await phone.page.getByRole('switch', { name: 'E-mail' }).first().isDisabled(), true)
  })

  await t.test('the next sending says that somebody has gone, and why', async () => {
    await page.reload()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
    const run = page.getByRole('region', { name: 'Sent', exact: true }).getByRole('article').first()
    await run.getByText('Gone since the sending before').waitFor()
    await run.getByText('They took their consent back').waitFor()
    const all = page.getByRole('region', { name: 'Sent', exact: true }).getByRole('article')
    assert.equal(await all.count(), 2, 'of two clicks at the first sending the second was none')
  })

  await t.test('their own link opens everything; the receipts verify in this very browser', async () => {
    const address = /<(.+)>/.exec(letter.to)?.[1] ?? letter.to
    const own = await openWindow(browser, shop.site, { language: 'ru', width: 360 })
    await own.page.goto('/my')
    await own.page.getByRole('textbox', { name: 'Ваша почта' }).fill(address)
    await own.page.getByRole('button', { name: 'Прислать ссылку' }).click()
    await own.page.getByRole('heading', { name: 'Проверьте почту' }).waitFor()
    const link = await ownLink(admin, address)
    await own.page.goto(link)
    await own.page.getByRole('button', { name: 'Открыть мою страницу' }).click()
    await own.page.getByRole('heading', { name: /Здравствуйте/ }).waitFor()
    await own.page.getByRole('link', { name: 'Квитанции' }).click()
    await own.page.getByRole('button', { name: 'Проверить в этом браузере' }).click()
    await own.page.getByText('Всё сходится').waitFor()
    await shownAnotherLog(t, shop.product, own.page)
    await own.page.goto('/my/uses')
    await own.page
      .getByRole('button', { name: /^(Доказательство|Каждый раз отдельно)$/ })
      .last()
      .click()
    await own.page.getByRole('button', { name: 'Проверить запись' }).last().click()
    // A record may wait up to a minute for its signature; that it then holds is tried without a browser (test/api/thread).
    await own.page.getByText(/Всё сходится\. Это запись № \d|Запись есть, но ещё не подписана/).waitFor()
    await own.page.getByRole('combobox', { name: 'Что делали' }).selectOption({ label: 'Выгрузки в файлы' })
    await own.page.getByText('Такого нет').waitFor()
    assert.match(own.page.url(), /what=taken/)
    await own.page.getByRole('button', { name: 'Показать всё' }).click()
    await own.page.getByRole('listitem').filter({ hasText: 'взял ваш адрес' }).first().waitFor()
    await own.page.goto('/my')
    await own.page.getByRole('button', { name: 'Собрать копию' }).click()
    const known = new Set((await mailbox(admin, { search: address, most: 50 })).map(({ id }) => id))
    await own.page.getByRole('button', { name: 'Прислать код' }).click()
    await own.page.getByRole('textbox', { name: 'Код из письма' }).fill(await codeAfter(known, { search: address, most: 50 }, admin))
    const [copy] = await Promise.all([own.page.waitForEvent('download'), own.page.getByRole('button', { name: 'Подтвердить' }).click()])
    assert.match(copy.suggestedFilename(), /^rapport-copy-\d{4}-\d\d-\d\d\.zip$/)
    await own.page.getByText('Копия в ваших загрузках').waitFor()
    await own.page.goto(link)
    await own.page.getByRole('button', { name: 'Открыть мою страницу' }).click()
    await own.page.getByText('Эта ссылка уже сработала или старше 15 минут.').waitFor()
    assert.deepEqual(own.complaints, [])
  })

  await t.test('a guess called wrong decides nothing any more', async () => {
    const own = phone.context.browser()?.contexts().at(-1)?.pages()[0]
    assert.ok(own)
    await own.goto('/my')
    await own.getByRole('button', { name: 'Это неверно' }).click()
    await own.getByText('Вы назвали это неверным.').waitFor()
  })

  assert.deepEqual([...marketer.complaints, ...phone.complaints], [])
})

/**
 * Whoever stole the key shows this one customer another log: first a longer one of other receipts, then a shorter. Each is signed rightly and holds by itself; this browser
 * saw the true one before.
 */
async function shownAnotherLog(t: Pick<TestContext, 'after'>, product: Product, page: Page): Promise<void> {
  const db = openDb<KeyringTables>({ url: product.databaseUrl('keep', 'keys'), max: 1 })
  t.after(() => db.destroy())
  const stolen = (await openMadeKeyring({ db, folder: join(product.home, 'keys') })).own('checkpoint')
  const [origin = ''] = (await product.api('GET', '/log/key')).text.split('+')
  const true_ = Number((await product.api('GET', '/log/checkpoint')).text.split('\n')[1])
  for (const [logSize, said] of [
    [true_ + 40, 'Это не тот журнал, что браузер видел раньше, хотя ключ тот же: вам показывают другую историю.'],
    [30, 'Журнал короче, чем при прошлой проверке в этом браузере: что-то из него взяли назад.'],
  ] as const) {
    assert.ok(true_ > 30)
    const shown = await madeFile({ receipts: 9, waiting: 0, logSize, otherCustomers: 5, signer: signerOf(origin, stolen), now: new Date() })
    await page.route('**/v1/my/receipts', (route) => route.fulfill({ json: { file: JSON.stringify(shown) } }))
    await page.getByRole('button', { name: 'Проверить в этом браузере' }).click()
    await page.getByText(said).waitFor()
    await page.getByText('Контрольная точка подписана журналом').waitFor()
    assert.equal(await page.getByText('Всё сходится').count(), 0)
    await page.unroute('**/v1/my/receipts')
  }
  await page.getByRole('button', { name: 'Проверить в этом браузере' }).click()
  await page.getByText('С прошлой проверки в этом браузере журнал только вырос.').waitFor()
}

const patienceMs = 30_000

/** The newest letter to this address that holds a link to a page of one's own. */
async function ownLink(admin: Visitor, address: string): Promise<string> {
  for (const end = performance.now() + patienceMs; performance.now() < end; ) {
    const mine = await mailbox(admin, { search: address, most: 2 })
    for (const { id } of mine) {
      const [link] = /http\S+\/my\/open#\S+/.exec((await readLetter(admin, id)).text) ?? []
      if (link) return link
    }
  }
  throw new Error('the link to the page did not come')
}
