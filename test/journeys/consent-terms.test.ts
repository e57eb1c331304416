import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { keepProof } from '../../src/keep/files/proofs/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { sayForCustomer } from '../../src/office/console/terms/contract.ts'
import { startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// What people are asked for and how: purposes that are part of others, on the officer's page and on the customer's; and the texts they agree to.

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
  await allowed(part).click()
  await part.getByText('allowed since', { exact: false }).waitFor()
  assert.equal(await allowed(whole).isChecked(), false, 'a yes to the part grants the whole nothing')
  await allowed(whole).click()
  await whole.getByText('allowed since', { exact: false }).waitFor()
  await allowed(whole).click()
  await part.getByText('not allowed', { exact: false }).waitFor()
  assert.equal(await allowed(part).isChecked(), false, 'a no to the whole takes the part')
  await allowed(part).click()
  await part.getByText('allowed since', { exact: false }).waitFor()
  assert.equal(await allowed(whole).isChecked(), false, 'and a newer yes is to the part alone')
  assert.deepEqual([...window.complaints, ...theirs.complaints], [])
})

const languages = {
  ru: {
    text: 'Новости и предложения',
    write: 'Новая редакция: Новости и предложения',
    texts: ['Текст на английском', 'Текст на русском'],
    same: 'Нет: о том же другими словами или о меньшем',
    more: 'Да: больше данных, каналов, получателей или дольше',
    save: (version: number) => `Сохранить редакцию ${version}`,
    now: (version: number) => `Редакция ${version}, с`,
    older: '1 человек согласился на более раннюю.',
    versions: 'Все редакции: Новости и предложения',
    compare: 'Что изменилось',
    none: 'По более ранним никого нет.',
    invalid: 'согласие на неё больше не засчитывается',
  },
  en: {
    text: 'News and offers',
    write: 'Write a new version: News and offers',
    texts: ['Text in English', 'Text in Russian'],
    same: 'No: other words for the same, or for less',
    more: 'Yes: for more data, channels, recipients or time',
    save: (version: number) => `Save version ${version}`,
    now: (version: number) => `Version ${version}, since`,
    older: '1 person agreed to an earlier one.',
    versions: 'All versions: News and offers',
    compare: 'What changed',
    none: 'Nobody is held by an earlier one.',
    invalid: 'a yes to it counts no more',
  },
}

for (const language of ['ru', 'en'] as const) {
  const say = languages[language]
  test(`a text is written anew, compared, and who agreed to the earlier one is counted (${language})`, { skip: noBrowser }, async (t) => {
    const product = await startProduct(t)
    const admin = await product.setUp()
    const { id } = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { name: 'Анна', surname: 'Белова' }, identifiers: [] } })
    const yes = { road: 'paper' as const, words: 'Sheet 1', said: [{ term: { purpose: 'marketing', channel: 'email', topic: null, allowed: true } }] }
    await ask(admin, sayForCustomer, { params: { customer_id: id }, body: yes })
    const browser = await openBrowser()
    t.after(() => browser.close())
    const window = await openWindow(browser, product.url, { language })
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto('/settings/consent-texts')
    const text = page.getByRole('region', { name: say.text, exact: true })
    await text.getByText(say.now(1), { exact: false }).waitFor()
    const [shown] = (await ask(admin, terms.listConsentTexts, { query: {} })).items
    await text.getByText(shown?.sha256[language] ?? 'no hash').waitFor()

    const write = async (version: number, more: string, words: [string, string]) => {
      await text.getByRole('button', { name: say.write }).click()
      const dialog = page.getByRole('dialog')
      const save = dialog.getByRole('button', { name: say.save(version) })
      assert.equal(await save.isDisabled(), true, 'nothing is changed yet')
      for (const [i, label] of say.texts.entries()) await dialog.getByRole('textbox', { name: label }).fill(words[i] ?? '')
      assert.equal(await save.isDisabled(), true, 'not before it is said whether it asks for more')
      await dialog.getByRole('radio', { name: more }).check()
      await save.click()
      await text.getByText(say.now(version), { exact: false }).waitFor()
    }
    await write(2, say.same, ['I agree to receive news and offers by letter.', 'Я согласна получать новости и предложения письмом.'])
    await text.getByText(say.older, { exact: false }).waitFor()
    await text.getByText(say.versions.split(':')[0] ?? '', { exact: false }).click()
    const compare = text.getByRole('region', { name: say.compare })
    await compare.locator('ins').first().waitFor()
    assert.ok((await compare.locator('del').count()) > 0, 'what went stands beside what came')

    await write(3, say.more, ['I agree to receive news, offers and calls.', 'Я согласна получать новости, предложения и звонки.'])
    await until('whoever agreed to less is held no more', async () => {
      await page.reload()
      await text.getByText(say.now(3), { exact: false }).waitFor()
      return text.getByText(say.none, { exact: false }).isVisible()
    })
    await text.getByText(say.versions.split(':')[0] ?? '', { exact: false }).click()
    await text.getByText(say.invalid).first().waitFor()
    assert.equal(await text.getByText(say.invalid).count(), 2)
    assert.deepEqual(window.complaints, [])
  })
}

const entered = {
  ru: {
    title: 'Что записали за вас сотрудники',
    yes: 'Да: Новости и предложения, E-mail',
    stop: 'Остановлено всё, о чём вы не просили',
    how: 'на бумаге',
    wrong: 'Это неверно',
    really: 'Как было на самом деле?',
    send: 'Отправить',
    sent: 'Отправлено.',
  },
  en: {
    title: 'What our staff entered for you',
    yes: 'Yes: News and offers, E-mail',
    stop: 'Everything stopped that you did not ask for',
    how: 'on paper',
    wrong: 'That is wrong',
    really: 'How was it really?',
    send: 'Send',
    sent: 'Sent.',
  },
}

for (const language of ['ru', 'en'] as const) {
  const say = entered[language]
  test(`a customer reads what was entered for them, and says that it is wrong (${language})`, { skip: noBrowser }, async (t) => {
    const product = await startProduct(t, { demo: true })
    const admin = await product.setUp()
    const identifiers = [{ kind: 'email' as const, value: 'anna@entered.example' }]
    const { id } = await ask(admin, console_.addCustomer, { body: { kind: 'person', language, fields: { name: 'Анна', surname: 'Белова' }, identifiers } })
    const own = await openOwnPage(product.url, 'anna@entered.example', admin)
    const browser = await openBrowser()
    t.after(() => browser.close())
    const window = await openWindow(browser, product.url, { language, width: 360 })
    await lend(window, product.url, own.cookies)
    const { page } = window
    await page.goto('/my/allow')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByRole('switch', { name: 'E-mail' }).first().waitFor()
    const part = page.getByRole('region', { name: say.title })
    assert.equal(await part.count(), 0, 'nothing was entered yet')

    const proof = await fetch(`${product.url}/v1/consents/proofs/${id}?name=${encodeURIComponent('Анкета.pdf')}`, {
      method: 'POST',
      headers: { cookie: admin.cookie(), origin: product.url, 'content-type': 'application/pdf' },
      body: '%PDF-1.4 a signed form',
    })
    const proof_id = keepProof.output.parse(await proof.json()).id
    const said = [{ term: { purpose: 'marketing', channel: 'email', topic: null, allowed: true } }, { stop: true }]
    await ask(admin, sayForCustomer, { params: { customer_id: id }, body: { road: 'paper', words: 'Лист 17', proof_id, said } })
    await page.reload()
    await part.getByText(say.stop, { exact: true }).waitFor()
    const yes = part.getByRole('listitem').filter({ hasText: say.yes })
    await yes.getByText('Лист 17', { exact: false }).waitFor()
    await yes.getByText(say.how, { exact: false }).waitFor()
    const file = await own.fetch((await yes.getByRole('link', { name: /Анкета\.pdf/ }).getAttribute('href')) ?? '')
    assert.equal(await file.text(), '%PDF-1.4 a signed form', 'the very file')

    await yes.getByRole('button', { name: `${say.wrong}: ${say.yes}` }).click()
    const send = yes.getByRole('button', { name: say.send })
    assert.equal(await send.isDisabled(), true, 'not without a word')
    await yes.getByRole('textbox', { name: say.really }).fill('Я ничего не подписывала.')
    await send.click()
    await page.getByText(say.sent, { exact: false }).first().waitFor()
    const cases = await own.fetch('/v1/my/rights')
    const told = await cases.text()
    assert.match(told, /"right":"complaint"/)
    assert.match(told, /Я ничего не подписывала\./)
    assert.ok(told.includes(say.yes), 'and what it is about')
    assert.deepEqual(window.complaints, [])
  })
}
