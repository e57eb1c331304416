import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TOTP } from 'otpauth'
import { admin, startProduct } from '../product.ts'
import { noBrowser, openBrowser, openWindow, type Window } from './browser.ts'

// The first hour of an operator: set-up with the code from the terminal, signing out and in, codes and a passkey.

test('a newcomer sets the house up and comes in by password, code and passkey', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url)
  const { page } = window

  await t.test('every address leads to set-up; a wrong code is told so and the right one begins', async () => {
    await page.goto('/customers')
    await page.waitForURL('**/set-up')
    await page.getByRole('textbox', { name: 'Set-up code' }).fill('not-the-code')
    await next(window)
    await page.getByRole('alert').filter({ hasText: 'not the code' }).waitFor()
    await setUp(window, product.setUpCode)
    await page.getByRole('heading', { name: /Good (morning|afternoon|evening)/ }).waitFor()
    await page.getByRole('link', { name: 'Lavka' }).waitFor()
  })

  await t.test('an empty house says how to begin', async () => {
    await page.getByText('Begin with your customers').waitFor()
    await page.getByRole('link', { name: 'Customers' }).click()
    await page.getByText('No customers yet').waitFor()
  })

  await t.test('signing out forgets everything; a wrong password is one sentence', async () => {
    await page.getByRole('button', { name: /Your menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await signIn(window, 'wrong password')
    await page.getByRole('alert').filter({ hasText: 'is not right' }).waitFor()
    await signIn(window, admin.password)
    await page.getByRole('heading', { name: /Good/ }).waitFor()
  })

  await t.test('a second step by codes is turned on, and asked for from then on', async () => {
    await page.goto('/account')
    await page.getByRole('button', { name: 'Turn on' }).click()
    const address = await page.getByRole('link', { name: 'Open in an authenticator' }).getAttribute('href')
    const secret = new URL(address ?? '').searchParams.get('secret') ?? ''
    const codes = new TOTP({ secret })
    await typeCode(window, codes.generate())
    await page.getByText('On', { exact: true }).waitFor()
    await signOut(window)
    await signIn(window, admin.password)
    await page.getByRole('heading', { name: 'One more step' }).waitFor()
    // A code counts once: the next one is the code of the half minute to come.
    await typeCode(window, codes.generate({ timestamp: new Date().getTime() + 30_000 }))
    await page.getByRole('heading', { name: /Good/ }).waitFor()
  })

  await t.test('a passkey opens the house by itself', async () => {
    await addAuthenticator(window)
    await page.goto('/account')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    await signOut(window)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('heading', { name: /Good/ }).waitFor()
  })

  assert.deepEqual(window.complaints, [])
})

async function setUp(window: Window, code: string): Promise<void> {
  const { page } = window
  await page.getByRole('textbox', { name: 'Set-up code' }).fill(code)
  await next(window)
  await page.getByRole('textbox', { name: 'Name of the company' }).fill('Lavka')
  await page.getByRole('textbox', { name: 'Messages come from' }).fill('hello@lavka.example')
  await next(window)
  await page.getByRole('textbox', { name: 'Your name' }).fill(admin.name)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(admin.email)
  await page.getByLabel('Password', { exact: true }).fill(admin.password)
  await page.getByRole('button', { name: 'Begin' }).click()
}

const next = ({ page }: Window) => page.getByRole('button', { name: 'Next' }).click()

async function signIn({ page }: Window, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(admin.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function signOut({ page }: Window): Promise<void> {
  await page.getByRole('button', { name: /Your menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

async function typeCode({ page }: Window, code: string): Promise<void> {
  await page.getByRole('group', { name: 'Code' }).getByRole('textbox').first().click()
  await page.keyboard.type(code)
}

/** A passkey authenticator of the browser's own, as a fingerprint reader would be (W3C WebAuthn, §11). */
async function addAuthenticator({ context, page }: Window): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}
