import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withClient } from '../../src/platform/launcher/index.ts'
import { admin, startProduct } from '../product.ts'
import { noBrowser, openBrowser, openWindow, type Window } from './browser.ts'

// An administrator's morning: invites a colleague, who joins; a forgotten password; a deed that asks once more; the audit of all that.

const password = 'a long password of Boris'

test('an administrator invites a colleague and reads what happened', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  await product.setUp()
  const browser = await openBrowser()
  t.after(() => browser.close())
  const boss = await openWindow(browser, product.url)
  const guest = await openWindow(browser, product.url, { language: 'ru', width: 360 })
  await boss.page.goto('/staff')
  await signIn(boss, admin.email, admin.password)
  let link = ''

  await t.test('the invitation is written, and without a way out for mail its link is shown once', async () => {
    await boss.page.getByRole('button', { name: 'Invite by e-mail' }).click()
    await boss.page.getByRole('textbox', { name: 'E-mail' }).fill('boris@shop.example')
    await boss.page.getByRole('combobox', { name: 'Language of the letter' }).selectOption('ru')
    await boss.page.getByRole('button', { name: 'Send the invitation' }).click()
    link = (await boss.page.getByText(/\/join#/).textContent()) ?? ''
    await boss.page.getByRole('button', { name: 'I have it' }).click()
    await boss.page.getByRole('region', { name: 'Invitations' }).getByText('boris@shop.example').waitFor()
  })
  await t.test('the letter waits in the mailbox', async () => {
    await boss.page.goto('/mailbox')
    await boss.page.getByText('Приглашение работать в Rapport').first().waitFor()
  })
  await t.test('the colleague joins by it, on a phone and in Russian', async () => {
    const { page } = guest
    await page.goto(new URL(link).pathname + new URL(link).hash)
    await page.getByRole('heading', { name: 'Добро пожаловать' }).waitFor()
    await page.getByText('boris@shop.example').waitFor()
    assert.equal(new URL(page.url()).hash, '', 'the secret is gone from the address bar')
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, 'nothing stands beyond the edge')
    await page.getByRole('textbox', { name: 'Ваше имя' }).fill('Борис Чехов')
    await page.getByLabel('Пароль', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Войти с этим паролем' }).click()
    await page.getByRole('heading', { name: /Доброе утро|Добрый день|Добрый вечер|Доброй ночи/ }).waitFor()
  })
  await t.test('a forgotten password is asked for without telling whose address it is', async () => {
    const visitor = await openWindow(browser, product.url)
    await visitor.page.goto('/sign-in')
    await visitor.page.getByRole('link', { name: 'I forgot my password' }).click()
    await visitor.page.getByRole('textbox', { name: 'E-mail' }).fill('nobody@shop.example')
    await visitor.page.getByRole('button', { name: 'Send the link' }).click()
    await visitor.page.getByText('If this address belongs to a colleague').waitFor()
    await visitor.close()
  })
  await t.test('ending somebody’s access asks once more who it is, and then goes on by itself', async () => {
    const { page } = boss
    await withClient(product.databaseUrl('keep'), (client) => client.query('update keep.session set confirmed_at = null'))
    await page.goto('/staff')
    await page.getByRole('listitem').filter({ hasText: 'Борис Чехов' }).getByRole('button', { name: 'End access' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'End access' }).click()
    const again = page.getByRole('dialog', { name: 'Is it you?' })
    await again.getByRole('textbox', { name: 'Password' }).fill('not the password')
    await again.getByRole('button', { name: 'Go on' }).click()
    await again.getByText('This is not your password.').waitFor()
    await again.getByRole('textbox', { name: 'Password' }).fill(admin.password)
    await again.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('has no access any more').waitFor()
  })
  await t.test('the audit says all of it in sentences, and can be narrowed', async () => {
    const { page } = boss
    await page.goto('/audit')
    await page.getByText(`${admin.name} ended the access of Борис Чехов`).waitFor()
    await page.getByText('Борис Чехов joined as clerk').waitFor()
    await page.getByText(`${admin.name} invited somebody as clerk`).waitFor()
    await page.getByRole('combobox', { name: 'What' }).selectOption('session')
    await page.getByText(`${admin.name} showed once more who they are`).waitFor()
    await page.getByText('Борис Чехов joined as clerk').waitFor({ state: 'detached' })
    assert.match(page.url(), /act=session/)
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()])
    assert.equal(file.suggestedFilename(), 'audit.csv')
  })

  // A refused deed is a line in the browser's console: those of this journey are meant.
  assert.deepEqual(
    [...boss.complaints, ...guest.complaints].filter((said) => !/status of (400|401|403)/.test(said)),
    [],
  )
})

async function signIn({ page }: Window, email: string, secret: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
