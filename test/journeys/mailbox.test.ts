import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import { keyOf, recordPeople } from '../attack/people.ts'
import { startProduct } from '../product.ts'
import { plan, send } from '../town/demo/thread.ts'
import { ask, visitor } from '../town/demo/visitor.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// What an administrator does with the built-in mailbox before mail is allowed out: sees letters come, finds one, looks at it
// from all sides, and presses the button that a mail program has.

test('letters come to the mailbox by themselves and are looked at from all sides', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
  const [anna = ''] = await recordPeople(admin, key, [
    { user: 'anna', email: 'anna@x.example', fields: { surname: 'Белова', name: 'Анна' } },
    { user: 'ben', email: 'ben@x.example', fields: { surname: 'Miller', name: 'Ben' } },
  ])
  const given = { purpose: 'marketing', channel: 'email', topic: null, state: 'given' as const, method: 'paper', evidence: 'A form' }
  await ask(admin, terms.enterConsents, { body: { consents: [{ ...given, customer_id: anna }] } })
  const clerk = visitor(product.url)
  const cleo = { email: 'cleo@shop.example', password: 'correct horse battery' }
  await ask(admin, access.addStaff, { body: { ...cleo, name: 'Cleo', role: 'clerk', language: 'en' } })
  await ask(clerk, access.signIn, { body: cleo })
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url)
  await lend(window, product.url, admin.cookies)
  const { page } = window
  const letters = page.getByRole('list', { name: 'Letters' }).getByRole('link')

  await t.test('a clerk is told whose it is, and that nothing is shown', async () => {
    const hers = await openWindow(browser, product.url)
    await lend(hers, product.url, clerk.cookies)
    await hers.page.goto('/mailbox')
    await hers.page.getByRole('heading', { name: 'Mailbox: not open to your role' }).waitFor()
    await hers.page.getByText('Your role (clerk) does not open this page').waitFor()
    assert.deepEqual(hers.complaints, [])
    await hers.close()
  })

  await t.test('empty, it says what it is; a letter that comes is shown without a click', async () => {
    await page.goto('/mailbox')
    await page.getByText('No SMTP server is set up, so nothing leaves the house').waitFor()
    await page.getByText('Nothing was caught yet').waitFor()
    await ask(visitor(product.url), access.askForLink, { body: { email: 'ben@x.example' } })
    await letters.filter({ hasText: 'ben@x.example' }).waitFor()
    const campaign = await plan(admin, { title: 'Thanks', audience: 'Of late', boughtWithinDays: 366, discount: 10 })
    assert.equal((await send(admin, campaign)).handedOver, 1)
    await letters.filter({ hasText: 'anna@x.example' }).waitFor()
    assert.equal(await letters.count(), 2)
  })

  await t.test('it is searched, and the keyboard alone opens what was found', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('ben')
    await gone(letters.filter({ hasText: 'anna@x.example' }))
    await page.keyboard.press('Control+A')
    await page.keyboard.type('regulars anna')
    await page.waitForURL(/q=regulars(\+|%20)anna/)
    const hers = letters.filter({ hasText: 'anna@x.example' })
    await hers.waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await page.locator('a:focus', { hasText: 'anna@x.example' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^Thank you/ }).waitFor()
  })

  await t.test('a letter: from whom and for whom, how it looks, its text, headers and links, its source', async () => {
    await page.getByText('Книжная лавка <hello@shop.example>').waitFor()
    await page.getByText('hello@shop.example → anna@x.example').waitFor()
    await page.frameLocator('iframe[title="The letter as it looks"]').getByText('10 % off').first().waitFor()
    await page.getByRole('radiogroup', { name: 'What to show' }).getByText('Plain text').click()
    await page.locator('pre').filter({ hasText: '10 % off everything' }).waitFor()
    await page
      .getByRole('radiogroup', { name: 'What to show' })
      .getByText(/^Headers/)
      .click()
    await page.getByText('List-Unsubscribe-Post', { exact: true }).waitFor()
    await page
      .getByRole('radiogroup', { name: 'What to show' })
      .getByText(/^Links/)
      .click()
    await page.getByRole('link', { name: `${product.url}/m/` }).waitFor()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Source (.eml)' }).click()])
    assert.match(file.suggestedFilename(), /\.eml$/)
  })

  await t.test('its unsubscribe button really posts, and the next sending leaves her out', async () => {
    await page.getByRole('button', { name: 'Unsubscribe' }).click()
    const posted = page.waitForRequest((request) => request.method() === 'POST' && /\/u\/[\w-]{43}$/.test(request.url()))
    await page.getByRole('dialog').getByRole('button', { name: 'Unsubscribe' }).click()
    const request = await posted
    assert.equal(request.postData(), 'List-Unsubscribe=One-Click')
    assert.equal((await request.allHeaders())['cookie'], undefined, 'without the session')
    await page.getByText('Unsubscribed: the address answered 200.').waitFor()
    const again = await plan(admin, { title: 'Again', audience: 'Of late', boughtWithinDays: 366, discount: 5 })
    assert.equal((await send(admin, again)).handedOver, 0)
  })

  assert.deepEqual(window.complaints, [])
})
