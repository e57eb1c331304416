import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'
import { openShop } from './shop.ts'

// A list is saved under a name, changed, reset, saved again, shared with everybody and made the one with which a role begins; a
// colleague finds it, and cannot write over what is another's. In Russian, then for the colleague in English.

test('a list is saved and shared', { skip: noBrowser }, async (t) => {
  const shop = await openShop(t, 'kiosk')
  const browser = await openBrowser()
  t.after(() => browser.close())
  const owner = await shop.as('owner')
  const window = await openWindow(browser, shop.site, { language: 'ru' })
  await lend(window, shop.site, owner.cookies)
  const { page } = window
  const views = page.getByRole('navigation', { name: 'Сохранённые списки' })
  const headOf = (title: string) => page.getByRole('columnheader', { name: title }).getByRole('button', { name: title, exact: true })

  await t.test('whatever differs from the list is marked, and saved under a name', async () => {
    await page.goto('/customers')
    await page.getByRole('grid').getByRole('link').first().waitFor()
    await headOf('Потрачено всего').click()
    await views.getByRole('img', { name: 'Изменён' }).waitFor()
    await views.getByRole('button', { name: 'Сохранить как новый' }).click()
    const form = page.getByRole('dialog', { name: 'Сохранить как новый' })
    await form.getByRole('textbox', { name: 'Название списка' }).fill('Кто больше тратит')
    await form.getByText('Все', { exact: true }).click()
    await form.getByRole('button', { name: 'Сохранить', exact: true }).click()
    await views.getByRole('link', { name: 'Кто больше тратит' }).and(page.locator('[aria-current="page"]')).waitFor()
    await page.waitForURL((address) => address.searchParams.get('v') !== null && address.searchParams.get('s') === null)
    await page.getByRole('columnheader', { name: 'Потрачено всего' }).and(page.locator('[aria-sort="descending"]')).waitFor()
  })

  await t.test('a change is reset, or saved into the same list', async () => {
    await headOf('Покупки').click()
    await views.getByRole('button', { name: 'Сбросить' }).click()
    await page.getByRole('columnheader', { name: 'Потрачено всего' }).and(page.locator('[aria-sort="descending"]')).waitFor()
    await headOf('Потрачено всего').click()
    await views.getByRole('button', { name: 'Сохранить изменения' }).click()
    await gone(views.getByRole('img', { name: 'Изменён' }))
    await page.reload()
    await page.getByRole('columnheader', { name: 'Потрачено всего' }).and(page.locator('[aria-sort="ascending"]')).waitFor()
  })

  await t.test('a colleague finds it, and saves what they change of it as their own', async () => {
    const colleague = await openWindow(browser, shop.site, { language: 'en' })
    await lend(colleague, shop.site, (await shop.as('clerk1')).cookies)
    const theirs = colleague.page
    await theirs.goto('/customers')
    const shared = theirs.getByRole('navigation', { name: 'Saved lists' })
    await shared.getByRole('link', { name: 'Кто больше тратит' }).click()
    await theirs.getByRole('columnheader', { name: 'Spent in all' }).and(theirs.locator('[aria-sort="ascending"]')).waitFor()
    assert.equal(await shared.getByRole('button', { name: /^More about the list/ }).count(), 0)
    await theirs.getByRole('columnheader', { name: 'Purchases' }).getByRole('button', { name: 'Purchases', exact: true }).click()
    assert.equal(await shared.getByRole('button', { name: 'Save changes' }).getAttribute('aria-disabled'), 'true')
    await shared.getByRole('button', { name: 'Save as new' }).click()
    const form = theirs.getByRole('dialog', { name: 'Save as new' })
    await form.getByText('Everybody', { exact: true }).click()
    await form.getByText('Whoever manages the staff says what a role begins with.').waitFor()
    assert.ok(await form.getByLabel('These roles begin with it').first().isDisabled())
    await theirs.keyboard.press('Escape')
    await gone(form)
    assert.deepEqual(colleague.complaints, [])
    await colleague.close()
  })

  await t.test('it is deleted, and brought back by one click', async () => {
    await views.getByRole('button', { name: 'Ещё о списке «Кто больше тратит»' }).click()
    await page.getByRole('menuitem', { name: 'Удалить список' }).click()
    await gone(views.getByRole('link', { name: 'Кто больше тратит' }))
    await page.getByRole('button', { name: 'Отменить' }).click()
    await views.getByRole('link', { name: 'Кто больше тратит' }).waitFor()
  })

  await t.test('a list with a column of a field that was retired says so, and shows the rest', async () => {
    const send = async (path: string, body: object) => {
      const answer = await owner.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
      assert.equal(answer.status, 200)
      return answer.json()
    }
    const field = { code: 'x_rank', type: 'number', title: { en: 'Rank', ru: 'Ранг' }, purposes: ['service'] }
    await send('/v1/fields', field)
    const columns = [{ column: 'name' }, { column: 'x_rank' }, { column: 'spent' }]
    const { view_id } = z.object({ view_id: z.string() }).parse(await send('/v1/views', { title: 'По рангу', columns }))
    await send('/v1/fields/x_rank/retire', {})
    await page.goto(`/customers?v=${view_id}`)
    await page.getByText('В этом списке есть колонки удалённых полей', { exact: false }).waitFor()
    await page.getByRole('columnheader', { name: 'Потрачено всего' }).waitFor()
    assert.equal(await page.getByRole('columnheader', { name: 'Ранг' }).count(), 0)
    await page.getByRole('grid').getByRole('link').first().waitFor()
  })

  assert.deepEqual(window.complaints, [])
})
