import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import { startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { ask } from '../town/demo/visitor.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// What people are asked for and how: purposes that are part of others, on the officer's page and on the customer's.

test('a purpose becomes part of a wider one, and a customer who says no to the whole has said no to the part', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t, { demo: true })
  const admin = await product.setUp()
  const key = (await ask(admin, access.addKey, { body: { kind: 'secret', title: 'shop', source: 'shop', scopes: ['record'] } })).secret
  const customer = { identifiers: [{ kind: 'email', value: 'anna@tree.example' }], fields: { name: 'Анна' }, language: 'ru' }
  await product.api('POST', '/v1/interactions', { interactions: [{ id: '1', at: '2026-11-01T10:00:00Z', kind: 'order', channel: 'shop', customer }] }, { key })
  const club = {
    code: 'club',
    title: { en: 'Book club', ru: 'Книжный клуб' },
    description: { en: 'To invite you to the evenings of the club.', ru: 'Чтобы звать вас на вечера клуба.' },
    dpv: 'dpv:ProvideEventRecommendations' as const,
    legal_basis: 'consent' as const,
    channels: ['email' as const],
    categories: ['contact' as const],
    fields: ['name'],
    retention: 'consent|P1Y',
    roles: ['admin'],
  }
  await ask(admin, terms.registerPurpose, { body: club })
  const browser = await openBrowser()
  t.after(() => browser.close())

  const window = await openWindow(browser, product.url, { language: 'ru' })
  await lend(window, product.url, admin.cookies)
  const { page } = window
  await page.goto('/purposes')
  const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Книжный клуб' }) })
  await card.getByRole('button', { name: 'Изменить: Книжный клуб' }).click()
  const change = page.getByRole('dialog', { name: 'Изменить «Книжный клуб»' })
  await change.getByRole('combobox', { name: 'Часть более широкой цели' }).selectOption({ label: 'Новости и предложения' })
  await change.getByRole('checkbox', { name: 'Согласие действует, пока его не отзовут' }).uncheck()
  await change.getByRole('textbox', { name: 'Согласие действует' }).fill('1')
  await change.getByRole('checkbox', { name: 'считает и сравнивает, что делают люди (аналитика)' }).check()
  await change.getByRole('textbox', { name: 'Кому ещё передаются данные' }).fill('ООО «Кофейня»')
  await change.getByRole('button', { name: 'Показать изменения' }).click()
  await change.getByText('Версия 2 вступит в силу сразу', { exact: false }).waitFor()
  const becomes = await change.locator('ins').allTextContents()
  for (const part of ['Новости и предложения', '1 год', 'ООО «Кофейня»'])
    assert.ok(
      becomes.some((text) => text.includes(part)),
      `${part} in ${becomes.join('; ')}`,
    )
  await change.getByRole('button', { name: 'Сохранить версию 2' }).click()
  await card.getByText('Часть цели «Новости и предложения»: отказ от неё снимает и эту.').waitFor()
  await card.getByText('ООО «Кофейня»').waitFor()
  const [, made] = (await ask(admin, terms.readPurpose, { params: { purpose: 'club' } })).versions.toReversed()
  assert.deepEqual([made?.above, made?.consent_for, made?.recipients, made?.needs], [['marketing'], 'P1Y', ['ООО «Кофейня»'], ['analytics']])

  const own = await openOwnPage(product.url, 'anna@tree.example', admin)
  const theirs = await openWindow(browser, product.url, { language: 'en', width: 360 })
  await lend(theirs, product.url, own.cookies)
  await theirs.page.goto('/my/allow')
  const whole = theirs.page.getByRole('region', { name: 'News and offers' })
  const part = theirs.page.getByRole('region', { name: 'Book club' })
  await part.getByText('Part of “News and offers”.', { exact: false }).waitFor()
  const allowed = (region: typeof part) => region.getByRole('switch', { name: 'E-mail' })
  await allowed(part).check()
  await part.getByText('allowed since', { exact: false }).waitFor()
  assert.equal(await allowed(whole).isChecked(), false, 'a yes to the part grants the whole nothing')
  await allowed(whole).check()
  await whole.getByText('allowed since', { exact: false }).waitFor()
  await allowed(whole).uncheck()
  await part.getByText('not allowed', { exact: false }).waitFor()
  assert.equal(await allowed(part).isChecked(), false, 'a no to the whole takes the part')
  await allowed(part).check()
  await part.getByText('allowed since', { exact: false }).waitFor()
  assert.equal(await allowed(whole).isChecked(), false, 'and a newer yes is to the part alone')
  assert.deepEqual([...window.complaints, ...theirs.complaints], [])
})
