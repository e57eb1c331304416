import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import * as bulk from '../../src/office/bulk/contract.ts'
import { listCustomers } from '../../src/office/console/contract.ts'
import * as ownership from '../../src/office/ownership/contract.ts'
import { demoPassword } from '../town/demo/load.ts'
import { ask } from '../town/demo/visitor.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'
import { say } from './marketer.words.ts'
import { openShop } from './shop.ts'

// A day with many at once, in both languages on one installation: a marketer signs in, tags and takes it back, and takes a list out
// into a file to which a colleague agrees; a clerk changes a field of everybody and takes that back from the history, deletes and restores.

test('a marketer works with many at once', { skip: noBrowser }, async (t) => {
  const shop = await openShop(t, 'bookshop')
  const owner = await shop.as('owner')
  const browser = await openBrowser()
  t.after(() => browser.close())
  const tag = await ask(owner, ownership.addTag, { body: { title: 'Ярмарка' } })
  const tagged = async () => (await ask(owner, ownership.listTags, { query: {} })).items.find(({ id }) => id === tag.id)?.customers

  for (const language of ['en', 'ru'] as const) {
    const words = say[language]
    const window = await openWindow(browser, shop.site, { language })
    const { page } = window
    const grid = page.getByRole('grid', { name: words.customers })
    const chosen = page.getByRole('region', { name: words.chosenCustomers })
    const rowAt = (index: number) => grid.locator(`[role="row"][aria-rowindex="${index + 1}"]`)
    const count = async () => Number(await grid.getAttribute('aria-rowcount')) - 1
    const form = (name: string) => page.getByRole('dialog', { name, exact: true })
    const choose = async (of: Locator, label: string, option: string) => {
      await of.getByRole('combobox', { name: label }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }

    await t.test(`${language}: signs in by the form`, async () => {
      await page.goto('/customers')
      await page.getByRole('textbox', { name: words.email }).fill(shop.email('marketer'))
      await page.getByLabel(words.password, { exact: true }).fill(demoPassword)
      await page.getByRole('button', { name: words.signIn, exact: true }).click()
      await rowAt(1).getByRole('link').waitFor()
      await page.getByText(words.namesHidden).waitFor()
      await rowAt(1).getByRole('link').click()
      await page.getByText(words.cardHidden).waitFor()
      await page.keyboard.press('Escape')
      await gone(page.getByText(words.cardHidden))
    })

    await t.test(`${language}: three are chosen by the keyboard and tagged; how many is said before; ten seconds to take it back`, async () => {
      await grid.focus()
      await page.keyboard.press('KeyX')
      await page.keyboard.press('Shift+ArrowDown')
      await page.keyboard.press('Shift+ArrowDown')
      await chosen.getByText(words.three, { exact: true }).waitFor()
      await chosen.getByRole('button', { name: words.tag, exact: true }).click()
      await choose(form(words.tag), words.tagLabel, 'Ярмарка')
      await form(words.tag).getByText(words.threeChange, { exact: true }).waitFor()
      await form(words.tag).getByRole('button', { name: words.putTag3, exact: true }).click()
      await page.getByText(words.tagDone).waitFor()
      assert.equal(await tagged(), 3)
      await rowAt(1).getByText('Ярмарка').waitFor()
      await page.getByRole('button', { name: words.undo, exact: true }).click()
      await page.getByText(words.tagUndone).waitFor()
      assert.equal(await tagged(), 0)
      await gone(rowAt(1).getByText('Ярмарка'))
    })

    await t.test(`${language}: takes out what stands in the list; a colleague agrees, and the file is fetched from a page that was not reloaded`, async () => {
      await page.getByRole('button', { name: words.listMenu }).click()
      await page.getByRole('menuitem', { name: words.exportSeen }).click()
      const dialog = form(words.exportSeen)
      await dialog.getByText(words.colleagueAgrees).waitFor()
      await dialog.getByText(words.nameNotIn).waitFor()
      assert.equal(await dialog.getByRole('button', { name: words.ask, exact: true }).isDisabled(), true, 'it wants to know why')
      await dialog.getByRole('textbox', { name: words.whyNeeded }).fill('К книжной ярмарке')
      await dialog.getByRole('button', { name: words.ask, exact: true }).click()
      await page.getByText(words.asked).waitFor()
      await page.goto('/exports')
      const mine = page.getByRole('region', { name: words.mineExports }).getByRole('listitem').first()
      await mine.getByText(words.waits, { exact: true }).waitFor()

      const colleague = await openWindow(browser, shop.site, { language })
      await lend(colleague, shop.site, owner.cookies)
      await colleague.page.goto('/exports')
      const waiting = colleague.page.getByRole('region', { name: words.waitingExports })
      await waiting.getByText('К книжной ярмарке').waitFor()
      await waiting.getByRole('button', { name: words.approve, exact: true }).click()
      await gone(waiting)
      assert.deepEqual(colleague.complaints, [])
      await colleague.close()

      await mine.getByText(words.ready, { exact: true }).waitFor()
      const [download] = await Promise.all([page.waitForEvent('download'), mine.getByRole('link', { name: words.download }).click()])
      assert.match(download.suggestedFilename(), /^export-.*\.xlsx$/)
      await page.goto('/customers')
      await rowAt(1).getByRole('link').waitFor()
    })

    await t.test(`${language}: what is done for service a marketer does not do, and the button says so`, async () => {
      await grid.focus()
      await page.keyboard.press('KeyX')
      await chosen.getByRole('button', { name: words.changeField, exact: true }).and(page.locator('[aria-disabled="true"]')).waitFor()
    })

    await t.test(`${language}: a clerk gives everybody who matches a field, from the palette, and takes it back from the history`, async () => {
      await window.context.clearCookies()
      await lend(window, shop.site, (await shop.as('clerk1')).cookies)
      await page.goto('/customers')
      await rowAt(1).getByRole('link').waitFor()
      await grid.focus()
      await page.keyboard.press('KeyX')
      await chosen.getByRole('button', { name: words.chooseAll }).click()
      const all = await count()
      await page.keyboard.press('Control+KeyK')
      await page.getByRole('combobox', { name: words.palette }).fill(words.changeField)
      await page.getByRole('option', { name: words.changeField }).first().click()
      const dialog = form(words.changeField)
      await choose(dialog, words.field, words.role)
      await choose(dialog, words.value, words.partner)
      await dialog.getByText(/\d/).first().waitFor()
      await dialog.getByRole('button', { name: words.change }).click()
      await page.getByText(words.fieldDone).waitFor()
      const partners = async () => (await ask(owner, listCustomers, { query: { role: 'partner', from: 0, limit: 1 } })).total?.count
      const [work] = (await ask(owner, bulk.listBulk, { query: {} })).items
      assert.equal(work?.persons, all)
      await page.goto('/bulk')
      const [row] = [page.getByRole('listitem').filter({ hasText: words.fieldChanged }).first()]
      await row.getByText(words.stateDone, { exact: true }).waitFor()
      await row.getByRole('button', { name: words.undo, exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: words.undo, exact: true }).click()
      await row.getByText(words.stateUndone, { exact: true }).waitFor()
      for (let tries = 0; ((await partners()) ?? all) > all / 2; tries++) {
        assert.ok(tries < 600, 'the figures show who was given the role')
        await new Promise((next) => setTimeout(next, 100))
      }
    })

    await t.test(`${language}: a customer is deleted on the card, taken back by the toast, deleted again and restored from the trash`, async () => {
      await page.goto('/customers')
      const link = rowAt(1).getByRole('link')
      await link.waitFor()
      await page.goto((await link.getAttribute('href'))?.split('?')[0] ?? '')
      const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
      const remove = async () => {
        await page.getByRole('button', { name: words.more, exact: true }).click()
        await page.getByRole('menuitem', { name: words.remove, exact: true }).click()
        await page.getByText(words.inTrash, { exact: true }).waitFor()
      }
      await remove()
      await page.getByRole('button', { name: words.undo, exact: true }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await remove()
      await page.getByRole('link', { name: words.openTrash }).click()
      const row = page.getByRole('listitem').filter({ hasText: name })
      await row.getByText(words.backUntil).waitFor()
      await row.getByRole('button', { name: `${words.restore}: ${name}` }).click()
      await page.getByText(words.trashEmpty).waitFor()
    })
    assert.deepEqual(window.complaints, [])
    await window.close()
  }
})
