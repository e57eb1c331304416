import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { bundleOf, signCopy } from '../../src/keep/receipts/index.ts'
import { signerOf } from '../../src/keep/receipts/log/sign.ts'
import { agreed, madeFile } from '../../src/keep/receipts/testing.ts'
import { hashOf } from '../../src/keep/receipts/verify/copy.ts'
import { anna, ben, house, noon, signer, tamperings } from '../../src/keep/receipts/walk/testing.ts'
import { sql } from '../../src/platform/db/index.ts'
import { newZip } from '../../src/platform/zip.ts'
import { verifierPage } from '../../web/verifier/build.ts'
import { onDisk } from '../folders.ts'
import { gone, openBrowser, openWindow } from './browser.ts'

// The page that somebody saved years ago, opened from a disk on a machine without a network: what it says of what a company gave them.

type File = { name: string; mimeType: string; buffer: Buffer }
const json = (name: string, text: string): File => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })

test('rapport-verify.html, from a disk and without a network', async (t) => {
  const folder = mkdtempSync(join(onDisk(), 'rapport-verify-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'rapport-verify.html')
  writeFileSync(file, await verifierPage())
  const browser = await openBrowser()
  t.after(() => browser.close())
  const opened = async (language: 'en' | 'ru', width: 1440 | 360 = 1440) => {
    const window = await openWindow(browser, pathToFileURL(folder).href, { language, width })
    await window.context.setOffline(true)
    await window.page.goto(pathToFileURL(file).href)
    return window
  }
  const english = await opened('en')
  const russian = await opened('ru', 360)
  const { page } = english

  await t.test('in both languages it says what holds, and that the file’s own key proves less', async () => {
    const good = json('receipts.json', JSON.stringify(await madeFile({ receipts: 40, waiting: 3, logSize: 1_000, otherCustomers: 20, signer, now: noon })))
    assert.equal(await verdictOf(page, [good]), 'true')
    await page.getByText('No key was given').waitFor()
    await page.getByLabel('The public key you know').fill(signer.shown)
    await page.getByLabel('The public key you know').press('Enter')
    await gone(page.getByText('No key was given'))
    await page.getByText('3 newest receipts were not yet in a signed state').waitFor()
    assert.equal(await verdictOf(russian.page, [good]), 'true')
    await russian.page.getByRole('heading', { name: 'Всё сходится' }).waitFor()
    assert.ok(await russian.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out at 360 px')
    await russian.page.getByRole('button', { name: 'English' }).click()
    await russian.page.getByRole('heading', { name: 'Everything holds' }).waitFor()
  })

  await t.test('another’s key, a broken file and what it does not know', async () => {
    const other = signerOf(signer.name, Buffer.alloc(32, 8))
    const forged = await madeFile({ receipts: 5, waiting: 0, logSize: 20, otherCustomers: 3, signer: other, now: noon })
    assert.equal(await verdictOf(page, [json('receipts.json', JSON.stringify(forged))]), 'false')
    await page.getByText('The signature is not of this key').waitFor()
    Object.assign(forged.chains[0]?.receipts[2] ?? {}, { seq: 'three' })
    assert.equal(await verdictOf(page, [json('receipts.json', JSON.stringify(forged))]), 'false')
    await page.getByText('At chains.0.receipts.2.seq').waitFor()
    assert.equal(await verdictOf(page, [json('photo.json', '[1]')]), 'false')
    await page.getByRole('heading', { name: 'This cannot be checked here' }).waitFor()
  })

  await t.test('what was agreed, with both signatures, and a document that was changed', async () => {
    const made = agreed({ signer, now: noon })
    assert.equal(await verdictOf(page, [json('agreement.json', JSON.stringify(made))]), 'true')
    await page.getByText('The person’s own signature is under the same document').waitFor()
    const wider = { ...made, document: made.document.replace('SD-BASE-A"', 'SD-BASE-ATP"') }
    assert.equal(await verdictOf(page, [json('agreement.json', JSON.stringify(wider))]), 'false')
    await page.getByText('What the log says is of another document or another day.').first().waitFor()
    assert.equal(await verdictOf(russian.page, [json('agreement.json', JSON.stringify({ ...made, customer_key: null, customer_signature: null }))]), 'true')
    await russian.page.getByText('Signed by the company alone.').waitFor()
  })

  for (const { name, tamper, file: becomes, kept } of tamperings) {
    await t.test(`somebody with the database: ${name}`, async (t) => {
      const { before, after } = await filesAround(t, tamper)
      if (after === undefined) return assert.equal(becomes, 'none')
      assert.equal(await verdictOf(page, [json('receipts.json', after)]), String(becomes === 'proves'), becomes)
      if (becomes === 'fails') assert.ok((await page.locator('.checks [data-holds=false] li').allTextContents()).every((text) => text.length > 20))
      if (becomes !== 'proves') return
      assert.equal(await verdictOf(page, [json('before.json', before), json('receipts.json', after)]), String(kept === undefined), 'beside the file of before')
      if (kept)
        await page
          .getByText(kept === 'gone' ? /Receipt \d stands in the one file and was taken out/ : /Receipt \d tells something else/)
          .first()
          .waitFor()
    })
  }

  await t.test('a copy, as its archive and as a folder: whole, altered, with a file too many and one too few', async () => {
    const { archive, write } = await copyIn(folder)
    assert.equal(await verdictOf(page, [{ name: 'copy.zip', mimeType: 'application/zip', buffer: archive }]), 'true')
    await page.getByText('Every file is as it was given out (2)').waitFor()
    assert.equal(await verdictOf(page, [{ name: 'copy.zip', mimeType: 'application/zip', buffer: archive.subarray(0, -30) }]), 'false')
    await page.getByText('The archive copy.zip is damaged.').waitFor()
    const taken = write('taken', (files) => files.set('tables/one.csv', 'changed').set('data/more.jsonld', '{}').delete('readme.txt'))
    assert.equal(await verdictOf(page, taken, 'folder'), 'false')
    for (const said of ['tables/one.csv is not what was given out', 'data/more.jsonld was not given out', 'readme.txt is missing'])
      await page.getByText(said).waitFor()
  })

  assert.deepEqual([...english.complaints, ...russian.complaints], [])
})

/** Gives the page these files and tells whether it says that all holds. */
async function verdictOf(page: Page, files: File[] | string, by: 'file' | 'folder' = 'file'): Promise<string | null> {
  await page.evaluate(() => document.getElementById('result')?.replaceChildren())
  await page.locator(`#${by}`).setInputFiles(files)
  return page.locator('.verdict').getAttribute('data-holds')
}

/** The receipts file of Anna and Ben, who are one person, as it was and as it is after somebody was at the tables. */
async function filesAround(t: TestContext, tamper: string): Promise<{ before: string; after: string | undefined }> {
  const { owner } = await house(t)
  const taken = () => bundleOf(owner, { customers: [anna, ben], key: signer.shown })
  const before = (await taken()) ?? ''
  for (const statement of tamper.split('; ')) await sql.raw(statement).execute(owner)
  return { before, after: await taken().catch(() => undefined) }
}

async function copyIn(folder: string) {
  const texts = new Map([
    ['readme.txt', 'Your data'],
    ['tables/one.csv', 'a,b\r\n1,2\r\n'],
  ])
  const files = [...texts].map(([name, text]) => ({ name, size: Buffer.byteLength(text), sha256: hashOf(Buffer.from(text)) }))
  const { manifest, signature } = signCopy(signer, { at: noon.toISOString(), company: 'Bookshop', files })
  const whole = new Map([...texts, ['manifest.json', manifest], ['manifest.sig', signature]])
  const pieces: Buffer[] = []
  const zip = newZip()
  for (const [name, text] of whole) for await (const piece of zip.add(name, [Buffer.from(text)])) pieces.push(piece)
  for (const piece of zip.end()) pieces.push(piece)
  const write = (name: string, change: (files: Map<string, string>) => unknown): string => {
    const changed = new Map(whole)
    change(changed)
    for (const [file, text] of changed) {
      mkdirSync(dirname(join(folder, name, file)), { recursive: true })
      writeFileSync(join(folder, name, file), text)
    }
    return join(folder, name)
  }
  return { archive: Buffer.concat(pieces), write }
}
