import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { withClient } from '../../src/platform/launcher/index.ts'
import { auditWords } from '../../web/console/audit/audit.words.ts'
import { cardWords } from '../../web/console/card/card.words.ts'
import { customersWords } from '../../web/console/customers/customers.words.ts'
import { filesWords } from '../../web/console/files/files.words.ts'
import { noticeWords } from '../../web/console/notices/notices.words.ts'
import { rolesWords } from '../../web/console/roles/roles.words.ts'
import { seeingWords } from '../../web/console/seeing/seeing.words.ts'
import { sessionWords } from '../../web/console/session/session.words.ts'
import { shell } from '../../web/console/shell/shell.words.ts'
import { signInWords } from '../../web/console/signin/signin.words.ts'
import { staffWords } from '../../web/console/staff/staff.words.ts'
import { unitsWords } from '../../web/console/units/units.words.ts'
import { work } from '../../web/console/work/work.words.ts'
import { admin, type Client, type Product, startProduct } from '../product.ts'
import { type Language, menuOf, say, setRole, signIn, type Words } from './administering.ts'
import { gone, noBrowser, openBrowser, openWindow, type Window } from './browser.ts'

// An administrator's day from the sign-in to done, once in each language: a role made by hand, units, a colleague who is invited, given
// another role while at work, looked at through their own eyes, signed out and dismissed; and the audit of all that.

const notYours = { en: 'This is not your password.', ru: 'Это не ваш пароль.' }
const firstPassword = 'a long password of Boris'
const nextPassword = 'another password of Boris'

test('an administrator runs the staff', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const owner = await product.setUp()
  const browser = await openBrowser()
  t.after(() => browser.close())
  const card = await owner.api('POST', '/v1/customers', { kind: 'person', fields: { surname: 'Белова', name: 'Анна' }, identifiers: [] })
  const customer = String(Object(card.body)['id'])
  for (const language of ['en', 'ru'] as const)
    await t.test(language, async (of) => {
      const boss = await openWindow(browser, product.url, { language })
      const other = language === 'en' ? 'ru' : 'en'
      const colleague = await openWindow(browser, product.url, { language: other, width: 360 })
      await day(of, { product, owner, customer, language, other, boss, colleague, name: language === 'en' ? 'Борис Чехов' : 'Boris Brown' })
      // A refused deed is a line in the browser's console: those of this journey are meant.
      const complaints = [...boss.complaints, ...colleague.complaints].filter((said) => !/status of (400|401|403)/.test(said))
      assert.deepEqual(complaints, [])
      await Promise.all([boss.close(), colleague.close()])
    })
})

type Day = { product: Product; owner: Client; customer: string; language: Language; other: Language; boss: Window; colleague: Window; name: string }

async function day(t: TestContext, { product, owner, customer, language, other, boss, colleague, name }: Day): Promise<void> {
  const { page } = boss
  const w = (words: Words, key: string, values?: Record<string, string>) => say(language, words, key, values)
  const theirs = (words: Words, key: string, values?: Record<string, string>) => say(other, words, key, values)
  const button = (label: string) => page.getByRole('button', { name: label, exact: true })
  const email = `boris-${language}@shop.example`
  const role = { code: `till-${language}`, en: `Till ${language}`, ru: `Касса ${language}` }
  const row = page.getByRole('listitem').filter({ hasText: name })

  await t.test('signs in', async () => {
    await page.goto('/roles')
    await signIn(boss, language, admin.email, admin.password)
    await page.getByRole('heading', { name: w(rolesWords, 'title'), exact: true }).waitFor()
  })

  await t.test('makes a role by hand, sees what it gives before it is saved, changes it, and finds both versions', async () => {
    await button(w(rolesWords, 'add')).click()
    await page.getByRole('textbox', { name: w(rolesWords, 'name_en') }).fill(role.en)
    await page.getByRole('textbox', { name: w(rolesWords, 'name_ru') }).fill(role.ru)
    await page.getByRole('textbox', { name: w(rolesWords, 'code') }).fill(role.code)
    for (const ability of ['customers.see', 'customers.change', 'work.see', 'work.do']) await page.locator(`input[value="${ability}"]`).check()
    for (const category of ['contact', 'profile', 'content'])
      await page
        .getByRole('radiogroup', { name: w(rolesWords, category) })
        .getByText(w(rolesWords, 'change'), { exact: true })
        .click()
    await page.locator('input[value="service"]').check()
    await button(w(rolesWords, 'next')).click()
    await page.getByRole('heading', { name: w(rolesWords, 'changes_title') }).waitFor()
    assert.ok(await button(w(rolesWords, 'save')).isDisabled(), 'not before its name is typed')
    await page.getByRole('textbox', { name: w(rolesWords, 'typed', { name: role[language] }) }).fill(role[language])
    await button(w(rolesWords, 'save')).click()
    await page.getByText(w(rolesWords, 'saved')).waitFor()
    await menuOf(page, w(rolesWords, 'menu', { name: role[language] }), w(rolesWords, 'edit'))
    await page.locator('input[value="leads.work"]').check()
    await button(w(rolesWords, 'next')).click()
    await button(w(rolesWords, 'save')).click()
    await gone(page.getByRole('dialog'))
    await menuOf(page, w(rolesWords, 'menu', { name: role[language] }), w(rolesWords, 'history'))
    await page.getByText(w(rolesWords, 'version', { number: '2' })).waitFor()
    await page.getByText(w(rolesWords, 'version', { number: '1' })).waitFor()
    await page.keyboard.press('Escape')
  })

  await t.test('puts a department under a shop', async () => {
    await page.goto('/units')
    for (const [code, parent] of [
      [`shop-${language}`, undefined],
      [`hall-${language}`, `shop-${language}`],
    ] as const) {
      await button(w(unitsWords, 'add')).click()
      await page.getByRole('textbox', { name: w(unitsWords, 'name_en') }).fill(`Unit ${code}`)
      await page.getByRole('textbox', { name: w(unitsWords, 'name_ru') }).fill(`Отдел ${code}`)
      await page.getByRole('textbox', { name: w(unitsWords, 'code') }).fill(code)
      if (parent) await page.getByRole('combobox', { name: w(unitsWords, 'parent') }).selectOption(parent)
      await button(w(unitsWords, 'save')).click()
      await page.getByRole('listitem').filter({ hasText: code }).waitFor()
    }
    const under = page.getByRole('listitem').filter({ hasText: `hall-${language}` })
    assert.match((await under.getAttribute('style')) ?? '', /--depth:\s*1/)
  })

  await t.test('invites a colleague as that; they join on a phone, in the other language', async () => {
    await page.goto('/staff')
    await button(w(staffWords, 'invite')).click()
    await page.getByRole('textbox', { name: w(staffWords, 'email') }).fill(email)
    await page.getByRole('combobox', { name: w(staffWords, 'role') }).selectOption(role.code)
    await page.getByRole('combobox', { name: w(staffWords, 'invite_language') }).selectOption(other)
    await button(w(staffWords, 'invite_send')).click()
    const link = new URL((await page.getByText(/\/join#/).textContent()) ?? '')
    await button(w(staffWords, 'key_copied')).click()
    await page.getByRole('listitem').filter({ hasText: email }).waitFor()
    const phone = colleague.page
    await phone.goto(link.pathname + link.hash)
    await phone.getByRole('heading', { name: theirs(sessionWords, 'join_title') }).waitFor()
    assert.equal(new URL(phone.url()).hash, '', 'the secret is gone from the address bar')
    assert.ok((await phone.evaluate(() => document.documentElement.scrollWidth)) <= 360, 'nothing stands beyond the edge')
    await phone.getByRole('textbox', { name: theirs(sessionWords, 'your_name') }).fill(name)
    await phone.getByLabel(theirs(sessionWords, 'new_password'), { exact: true }).fill(firstPassword)
    await phone.getByRole('button', { name: theirs(sessionWords, 'join_password') }).click()
    await phone.waitForURL((url) => url.pathname === '/')
  })

  await t.test('gives them another role while they write: they are told in plain words, and nothing is half done', async () => {
    const phone = colleague.page
    await phone.goto(`/customers/${customer}`)
    await phone.getByRole('heading', { name: 'Белова Анна' }).first().waitFor()
    await phone
      .getByRole('button', { name: theirs(cardWords, 'write_note') })
      .first()
      .click()
    await phone.getByRole('textbox', { name: theirs(cardWords, 'note_text') }).fill('Просила перезвонить')
    await setRole(boss, w, name, 'analyst')
    await phone.getByText(say(other, shell, 'rights_changed', { role: theirs(shell, 'role_analyst') })).waitFor()
    await phone.goto(`/customers/${customer}`)
    await phone.getByRole('heading', { level: 1, name: theirs(shell, 'page_closed', { page: theirs(shell, 'customers') }) }).waitFor()
    assert.equal(await phone.getByText('Белова').count(), 0, 'not even her name')
    assert.match((await owner.api('GET', `/v1/customers/${customer}/timeline`)).text, /"items":\[\]/)
  })

  await t.test('a role that only sees: what it may not do stands there, says why and does nothing, by mouse and by key', async () => {
    const { page: phone } = colleague
    const only = {
      abilities: ['customers.see', 'work.see'],
      sees: ['contact', 'profile', 'content'],
      changes: [],
      purposes: ['service'],
      scope: 'all',
      from: 0,
    }
    // The run in the other language ended with asking once more who everybody is.
    assert.equal((await owner.api('POST', '/v1/session/confirm', { password: admin.password })).status, 200)
    const made = await owner.api('PUT', `/v1/roles/look-${language}`, { title: { en: `Look ${language}`, ru: `Смотрит ${language}` }, ...only })
    assert.equal(made.status, 200, made.text)
    await setRole(boss, w, name, `look-${language}`)
    await phone.goto(`/customers/${customer}`)
    await phone.getByRole('heading', { name: 'Белова Анна' }).first().waitFor()
    for (const [words, key] of [
      [work, 'add_task'],
      [work, 'open_case'],
      [cardWords, 'write_note'],
      [filesWords, 'add'],
    ] as const)
      await phone
        .getByRole('button', { name: theirs(words, key), exact: true })
        .and(phone.locator('[aria-disabled="true"]'))
        .waitFor()
    await phone.keyboard.press('KeyT')
    await phone.keyboard.press('KeyN')
    assert.equal(new URL(phone.url()).search, '')
    await phone.getByRole('button', { name: theirs(work, 'add_task'), exact: true }).focus()
    await phone.getByRole('tooltip').getByText(theirs(work, 'only')).waitFor()
    await phone.goto('/customers')
    await phone
      .getByRole('button', { name: theirs(customersWords, 'add'), exact: true })
      .and(phone.locator('[aria-disabled="true"]'))
      .waitFor()
  })

  await t.test('a role that somebody has is not deleted before another is chosen; whoever had it is told of theirs', async () => {
    const { page: phone } = colleague
    await setRole(boss, w, name, role.code)
    await page.goto('/roles')
    await menuOf(page, w(rolesWords, 'menu', { name: role[language] }), w(rolesWords, 'retire'))
    const asked = page.getByRole('dialog', { name: w(rolesWords, 'retire_title', { name: role[language] }) })
    const instead = asked.getByRole('combobox', { name: w(rolesWords, 'retire_to_one', { count: '1' }) })
    assert.ok(await asked.getByRole('button', { name: w(rolesWords, 'retire') }).isDisabled())
    await instead.selectOption('clerk')
    await asked.getByRole('button', { name: w(rolesWords, 'retire') }).click()
    await page.getByText(w(rolesWords, 'retired', { name: role[language] })).waitFor()
    await phone.goto('/')
    await phone.getByRole('button', { name: new RegExp(`^${theirs(noticeWords, 'title')}`) }).click()
    await phone.getByText(theirs(noticeWords, 'role_changed', { by: admin.name, role: theirs(shell, 'role_clerk') })).waitFor()
  })

  await t.test('sees as they do, can change nothing, and leaves', async () => {
    await page.goto('/staff')
    await row.getByRole('button', { name, exact: true }).click()
    await button(w(seeingWords, 'see_as', { name })).click()
    const bar = page.getByRole('region', { name: w(seeingWords, 'see_as_short') })
    await bar.getByText(w(seeingWords, 'as', { name })).waitFor()
    await page.goto('/customers')
    await button(w(customersWords, 'add')).and(page.locator('[aria-disabled="true"]')).hover()
    await page.getByText(w(seeingWords, 'nothing', { name })).waitFor()
    await page.goto('/audit')
    await page.getByText(w(auditWords, 'not_for_role')).waitFor()
    await bar.getByRole('button', { name: w(seeingWords, 'leave') }).click()
    await page.getByRole('heading', { name: w(staffWords, 'title'), exact: true }).waitFor()
    await gone(bar)
  })

  await t.test('hands over a link for a new password, by which they sign in', async () => {
    await page.getByRole('button', { name: `${w(signInWords, 'resets')}: ${name}` }).click()
    await page.getByRole('menuitem', { name: w(signInWords, 'reset_password') }).click()
    const link = new URL((await page.getByText(/\/reset#/).textContent()) ?? '')
    await button(w(signInWords, 'reset_link_done')).click()
    const { page: phone } = colleague
    await phone.goto(link.pathname + link.hash)
    await phone.getByLabel(theirs(sessionWords, 'new_password'), { exact: true }).fill(nextPassword)
    await phone.getByRole('button', { name: theirs(sessionWords, 'reset_save') }).click()
    await phone.getByText(theirs(sessionWords, 'reset_done')).waitFor()
    await phone.goto('/sign-in')
    await signIn(colleague, other, email, nextPassword)
    await phone.waitForURL((url) => url.pathname === '/')
  })

  await t.test('ends their session: their window stands before the sign-in and says why; providers are on the same page', async () => {
    await page.goto('/settings/sign-in')
    await page
      .getByRole('region', { name: w(signInWords, 'providers') })
      .getByRole('button', { name: w(signInWords, 'add') })
      .waitFor()
    const session = page
      .getByRole('region', { name: w(signInWords, 'sessions') })
      .getByRole('listitem')
      .filter({ hasText: name })
    await session.getByRole('button', { name: w(signInWords, 'end'), exact: true }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: w(signInWords, 'end'), exact: true })
      .click()
    await page.getByText(w(signInWords, 'ended', { name })).waitFor()
    const { page: phone } = colleague
    await phone.getByText(theirs(sessionWords, 'ended')).waitFor()
    await signIn(colleague, other, email, nextPassword)
    await phone.waitForURL((url) => url.pathname === '/')
  })

  await t.test('ending their access asks once more who it is; then their window is refused in plain words, and so is their password', async () => {
    await withClient(product.databaseUrl('keep'), (client) => client.query('update keep.session set confirmed_at = null'))
    await page.goto('/staff')
    await row.getByRole('button', { name: w(staffWords, 'dismiss'), exact: true }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: w(staffWords, 'dismiss'), exact: true })
      .click()
    const again = page.getByRole('dialog', { name: w(sessionWords, 'again_title') })
    for (const password of ['not the password', admin.password]) {
      await again.getByRole('textbox', { name: w(sessionWords, 'password') }).fill(password)
      await again.getByRole('button', { name: w(sessionWords, 'again_ok') }).click()
      if (password !== admin.password) await again.getByText(notYours[language]).waitFor()
    }
    await page.getByText(w(staffWords, 'dismissed_now', { name })).waitFor()
    const { page: phone } = colleague
    await phone.getByText(theirs(sessionWords, 'ended')).waitFor()
    await signIn(colleague, other, email, nextPassword)
    await phone.getByText(theirs(sessionWords, 'wrong')).waitFor()
  })

  await t.test('reads all of it in the audit, narrows it, and takes it along as a file', async () => {
    await page.goto('/audit')
    await page.getByText(w(auditWords, 'did_staff_dismissed', { who: admin.name, whom: name })).waitFor()
    await page.getByRole('combobox', { name: w(auditWords, 'what') }).selectOption('role')
    await gone(page.getByText(w(auditWords, 'did_staff_dismissed', { who: admin.name, whom: name })))
    await page.getByRole('listitem').filter({ hasText: role.code }).first().waitFor()
    assert.match(page.url(), /act=role/)
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: w(auditWords, 'file') }).click()])
    assert.equal(file.suggestedFilename(), 'audit.csv')
    const text = readFileSync(await file.path(), 'utf8')
    for (const act of ['role.made', 'role.changed', 'role.removed']) assert.ok(text.includes(act), `${act} stands in the file`)
    assert.ok(!text.includes('staff.dismissed'), 'the file is as narrow as the page')
  })

  await t.test('a forgotten password is asked for without telling whose address it is', async () => {
    const { page: phone } = colleague
    await phone.goto('/sign-in')
    await phone.getByRole('link', { name: theirs(sessionWords, 'forgot') }).click()
    // The page before has a field of the same name, and stands until this one has been fetched.
    await phone.getByRole('heading', { name: theirs(sessionWords, 'forgot_title') }).waitFor()
    await phone.getByRole('textbox', { name: theirs(sessionWords, 'email') }).fill('nobody@shop.example')
    await phone.getByRole('button', { name: theirs(sessionWords, 'forgot_send') }).click()
    await phone.getByText(theirs(sessionWords, 'forgot_sent')).waitFor()
  })
}
