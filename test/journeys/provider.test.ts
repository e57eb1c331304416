import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oidcPeer } from '../oidcPeer.ts'
import { admin, startProduct } from '../product.ts'
import { noBrowser, openBrowser, openWindow, type Window } from './browser.ts'

// Signing in by a provider, from the first address typed to the day it is the only way; asking for more people; ending sessions.

test('a company signs in by its provider, answers for budgets and ends sessions', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t, { env: { OUTWARD_NETWORKS: '127.0.0.1' } })
  await product.setUp()
  const peer = await oidcPeer(t, [`${product.url}/sign-in/by/town-id`])
  peer.accounts.set('vera', { email: 'vera@town.example', email_verified: true, name: 'Вера Орлова', locale: 'ru' })
  peer.accounts.set('stranger', { email: 'eve@elsewhere.example', email_verified: true, name: 'Eve' })
  const browser = await openBrowser()
  t.after(() => browser.close())
  const boss = await openWindow(browser, product.url)
  const phone = await openWindow(browser, product.url, { language: 'ru', width: 360 })

  await t.test('an administrator adds the provider; one that does not answer is said to be none', async () => {
    const { page } = boss
    await page.goto('/settings/sign-in')
    await page.getByRole('textbox', { name: 'E-mail' }).fill(admin.email)
    await page.getByLabel('Password', { exact: true }).fill(admin.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { name: 'Sign-in', exact: true }).waitFor()
    assert.equal(await page.getByRole('switch', { name: 'Sign in by providers only' }).isDisabled(), true)
    await page.getByRole('button', { name: 'Add a provider' }).click()
    const form = page.getByRole('dialog', { name: 'Add a provider' })
    await form.getByRole('textbox', { name: 'Name on the button' }).fill('Town ID')
    await form.getByText(`${product.url}/sign-in/by/town-id`).waitFor()
    await form.getByRole('textbox', { name: 'Issuer' }).fill('http://127.0.0.1:1')
    await form.getByRole('textbox', { name: 'Client ID' }).fill(peer.clientId)
    await form.getByLabel('Client secret', { exact: true }).fill(peer.secret)
    await form.getByRole('textbox', { name: 'E-mail domains' }).fill('town.example')
    await form.getByRole('combobox', { name: 'Who is not on the staff yet' }).selectOption('clerk')
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await form.getByText('Nobody answers at this address.').waitFor()
    await form.getByRole('textbox', { name: 'Issuer' }).fill(peer.issuer)
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('listitem').filter({ hasText: 'Town ID' }).getByText('not tried yet').waitFor()
  })

  await t.test('whoever it does not know here reads why, with an id, and is back in one click', async () => {
    const { page } = phone
    peer.whoIsThere('stranger')
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Войти через Town ID' }).click()
    await page.getByRole('heading', { name: 'Войти не удалось' }).waitFor()
    await page.getByText('С почтой этого домена через этого провайдера не входят.').waitFor()
    await page.getByRole('button', { name: /^Скопировать: / }).waitFor()
    assert.equal(new URL(page.url()).search, '', 'what the provider said is gone from the address')
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, 'nothing stands beyond the edge')
    await page.getByRole('link', { name: 'Вернуться ко входу' }).click()
  })

  await t.test('a colleague comes in by it for the first time, on a phone, to where they wanted to go', async () => {
    const { page } = phone
    await phone.context.clearCookies()
    peer.whoIsThere('vera')
    await page.goto('/settings/budgets')
    await page.getByRole('button', { name: 'Войти через Town ID' }).click()
    await page.getByRole('heading', { name: 'Лимиты открытий' }).waitFor()
    await page.getByText('Открыто 0 из 300 за последний час').waitFor()
  })

  await t.test('she asks for more people; a request for too little a reason cannot be sent', async () => {
    const { page } = phone
    await page.getByRole('button', { name: 'Попросить больше' }).click()
    const form = page.getByRole('dialog', { name: 'Попросить больше' })
    await form.getByRole('textbox', { name: 'Сколько человек' }).fill('150')
    assert.equal(await form.getByRole('button', { name: 'Попросить', exact: true }).isDisabled(), true)
    await form.getByRole('textbox', { name: 'Зачем' }).fill('Сверка после сбоя кассы')
    await form.getByRole('button', { name: 'Попросить', exact: true }).click()
    await page.getByRole('listitem').filter({ hasText: 'Сверка после сбоя кассы' }).getByText('ждёт ответа').waitFor()
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, 'nothing stands beyond the edge')
  })

  await t.test('the administrator is told, declines one with a reason and approves another; she reads both', async () => {
    const { page } = boss
    await page.getByRole('button', { name: /^Notices: 1 unread/ }).click()
    await page.getByText('asks to open more people').click()
    await page.getByRole('heading', { name: 'Open budgets' }).waitFor()
    await page.getByRole('button', { name: 'Decline the request of Вера Орлова' }).click()
    const form = page.getByRole('dialog', { name: 'Decline the request of Вера Орлова' })
    await form.getByRole('textbox', { name: 'Why not' }).fill('Хватит и трёхсот')
    await form.getByRole('button', { name: 'Decline' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Сверка' }).getByText('declined', { exact: true }).waitFor()
    await phone.page.reload()
    await phone.page.getByText('Хватит и трёхсот').waitFor()
    await phone.page.getByRole('button', { name: 'Попросить больше' }).click()
    await phone.page.getByRole('textbox', { name: 'Зачем' }).fill('Без этого не сойдётся год')
    await phone.page.getByRole('button', { name: 'Попросить', exact: true }).click()
    await phone.page.getByText('Без этого не сойдётся год').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Approve the request of Вера Орлова' }).click()
    await page.getByRole('listitem').filter({ hasText: 'не сойдётся год' }).getByText('approved until').waitFor()
    await phone.page.reload()
    await phone.page.getByText('Открыто 0 из 500 за последний час').waitFor()
  })

  await t.test('then only providers are left, but for one administrator', async () => {
    const { page } = boss
    await page.goto('/settings/sign-in')
    await page.getByRole('switch', { name: 'Sign in by providers only' }).check()
    await page.getByRole('combobox', { name: 'Who may still use a password' }).selectOption(admin.name)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('The rules are saved.').waitFor()
    const visitor = await openWindow(browser, product.url)
    await visitor.page.goto('/sign-in')
    await visitor.page.getByRole('button', { name: 'Sign in with Town ID' }).waitFor()
    assert.equal(await visitor.page.getByLabel('Password', { exact: true }).count(), 0)
    await visitor.page.getByRole('button', { name: 'I am the one who may use a password' }).click()
    await visitor.page.getByLabel('Password', { exact: true }).waitFor()
    await visitor.close()
  })

  await t.test('her session is seen and ended; she is out at once', async () => {
    const { page } = boss
    const sessions = page.getByRole('region', { name: 'Sessions' })
    await sessions.getByRole('combobox', { name: 'Whose sessions' }).selectOption('Вера Орлова')
    await sessions.getByText('by provider').waitFor()
    await sessions.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await sessions.getByText('Nobody is signed in.').waitFor()
    await phone.page.goto('/settings/budgets')
    await phone.page.getByRole('button', { name: 'Войти через Town ID' }).waitFor()
  })

  await t.test('the audit says all of it', async () => {
    const { page } = boss
    await page.goto('/audit')
    for (const said of [
      `${admin.name} ended sessions of Вера Орлова (1)`,
      `${admin.name} changed what is asked at the sign-in`,
      `${admin.name} approved 200 more people for Вера Орлова`,
      `${admin.name} declined a request of Вера Орлова`,
      'Вера Орлова asked for 150 more people',
      'Вера Орлова signed in (provider)',
      'Вера Орлова joined as clerk',
      `${admin.name} added a provider to sign in by`,
    ])
      await page.getByText(said).first().waitFor()
  })

  assert.deepEqual(complaintsOf(boss, phone), [])
})

/** A refused deed is a line in the browser's console: those of this journey are meant. */
const complaintsOf = (...windows: readonly Window[]) => windows.flatMap((one) => one.complaints).filter((said) => !/status of (400|401|403)/.test(said))
