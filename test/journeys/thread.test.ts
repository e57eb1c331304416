import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lettersArrived, mailbox, readLetter, whyLink } from '../town/demo/customer.ts'
import type { Visitor } from '../town/demo/visitor.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'
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
