import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataFolderOf } from '../../src/platform/launcher/index.ts'
import { startProduct } from '../product.ts'
import { enterConsents, enterWork, recordLife, registerWords, settleStaff, signedIn } from '../town/demo/load.ts'
import { computeClasses, marketer, plan, send } from '../town/demo/thread.ts'
import type { Visitor } from '../town/demo/visitor.ts'
import { type Town, town } from '../town/index.ts'
import { encoded, findAll, formsOfEmail, formsOfName, formsOfPhone, unpack } from './needles.ts'

// Somebody carries everything away but the folder of keys: the data, its log, the backup of main, what every process wrote.
// The bookshop of the town lived in it for two years, and everything was done with it that is done in a day.

const rapport = join(import.meta.dirname, '..', '..', 'bin', 'rapport')

test('a stolen installation without its epoch key names no customer', { timeout: 480_000 }, async (t) => {
  const world = town({ company: 'bookshop', today: new Date().toISOString().slice(0, 10) })
  const product = await startProduct(t, { env: { RAPPORT_LOG: 'trace' } })
  const stolen = mkdtempSync(join(tmpdir(), 'rapport-stolen-'))
  t.after(() => rmSync(stolen, { recursive: true, force: true }))
  await live(product.url, product.setUpCode, world)

  const backup = spawnSync(process.execPath, [rapport, 'backup', '--home', product.home, '--to', join(stolen, 'backups')], { encoding: 'utf8' })
  assert.equal(backup.status, 0, backup.stderr)
  const data = dirname(dataFolderOf(product.home))
  await product.stop()
  writeFileSync(join(stolen, 'everything-written.log'), product.log() + backup.stdout + backup.stderr)
  cpSync(product.home, join(stolen, 'home'), {
    recursive: true,
    filter: (path) => !path.startsWith(join(product.home, 'keys')) && statSync(path).isSocket() === false,
  })
  if (!data.startsWith(product.home)) cpSync(data, join(stolen, 'data'), { recursive: true })
  const tables = await unpack(globSync(join(stolen, 'backups/main-*'))[0] ?? '', join(stolen, 'unpacked'))
  assert.ok(tables > 50, 'the backup was unpacked')
  assert.ok(globSync(join(stolen, '{home/data,data/data}/pg_wal/0*')).length > 0, 'the log of the database is among it')

  const control = world.products[0]?.sku ?? ''
  assert.ok(findAll(stolen, [control]).length > 2, 'what stands in the clear is found')

  const needles = needlesOf(world)
  t.diagnostic(`${needles.length} needles of ${world.people.length} people and ${world.organisations.length} organisations`)
  assert.ok(needles.length > 5_000)
  const planted = needles.filter((_, n) => n % 1_999 === 0)
  writeFileSync(join(stolen, 'planted'), Buffer.concat(planted.flatMap((needle) => [Buffer.from([0, 255, 13]), Buffer.from(needle)])))
  const found = findAll(stolen, needles).map((line) => line.replace(stolen, ''))
  assert.ok(found.filter((line) => line.startsWith('/planted:')).length >= planted.length - 3, 'what was planted is found')
  const others = found.filter((line) => !line.startsWith('/planted:'))
  assert.deepEqual(others.slice(0, 20), [], `${others.length} finds`)
})

/** Two years of a company, and a day of work in it: everything that opens, shows, sends or counts names. */
async function live(url: string, code: string, world: Town): Promise<void> {
  const quiet = () => {}
  const moved = await settleStaff({ url, code, world, language: 'ru', country: 'RU', currency: 'RUB', timeZone: 'Europe/Moscow' })
  await registerWords(moved, world)
  const { customers } = await recordLife(moved, world, quiet)
  await enterConsents(moved, world, customers, quiet)
  await enterWork(moved, world, customers, quiet)
  const clerk = await signedIn(moved, world.staff.find((s) => s.role === 'clerk')?.key ?? '')
  await workADay(clerk, world, customers)
  const seller = await marketer(moved)
  await computeClasses(seller)
  const sent = await send(seller, await plan(seller, { title: 'Спасибо', audience: 'Все', boughtWithinDays: 400, discount: 10 }))
  assert.ok(sent.handedOver > 0, `nobody was written to: ${JSON.stringify(sent)}`)
  await untilSent(moved.owner)
}

async function workADay(clerk: Visitor, world: Town, customers: ReadonlyMap<string, string>): Promise<void> {
  const json = { 'content-type': 'application/json' }
  await clerk.fetch('/v1/customers?limit=50')
  for (const person of world.people.slice(0, 25)) {
    const id = customers.get(person.ref)
    const [email] = person.contacts.flatMap((c) => (c.kind === 'email' ? [c.value] : []))
    for (const words of [person.surname, `${person.name} ${person.surname}`, email ?? person.name])
      await clerk.fetch(`/v1/search?q=${encodeURIComponent(words)}`)
    for (const part of ['card', 'timeline', 'looks', 'fields/surname/history']) await clerk.fetch(`/v1/customers/${id}/${part}`)
    await clerk.fetch(`/v1/customers/${id}/notes`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ text: `${person.surname} ${person.name} звонила с ${email}`, kind: 'call', direction: 'in' }),
    })
    await clerk.fetch(`/v1/customers/${id}/fields/about`, { method: 'PUT', headers: json, body: JSON.stringify({ value: `${person.name} ${person.surname}` }) })
  }
}

async function untilSent(owner: Visitor): Promise<void> {
  let details = ''
  for (let waited = 0; waited < 30_000; waited += 200) {
    details = await (await owner.fetch('/v1/health/details')).text()
    if (/"waiting":0/.test(details)) return
    await sleep(200)
  }
  assert.fail(`the campaign was not sent within 30 s: ${details}`)
}

function needlesOf(world: Town): string[] {
  const open = JSON.stringify([world.products, world.topics, world.units, world.eventTypes, world.title])
  const ofPeople = world.people.flatMap((p) => [
    ...formsOfName(p.surname, p.name, p.patronymic),
    ...(p.surname.length >= 5 && !open.includes(p.surname) ? [p.surname] : []),
    ...p.contacts.flatMap((c) => (c.kind === 'email' ? formsOfEmail(c.value) : c.kind === 'phone' ? formsOfPhone(c.value) : [])),
    ...(p.address ? [p.address] : []),
  ])
  const ofOrganisations = world.organisations.flatMap((o) => [
    o.org_name,
    o.inn,
    ...o.contacts.flatMap((c) => (c.kind === 'email' ? formsOfEmail(c.value) : c.kind === 'phone' ? formsOfPhone(c.value) : [])),
  ])
  return [...ofPeople, ...ofOrganisations].flatMap(encoded).filter((needle) => needle.length >= 6 && !open.includes(needle))
}
