import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { verifyBundle } from '../../src/keep/receipts/verify/index.ts'
import { contracts } from '../../src/office/health/contracts.ts'
import { type Product, startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { commandsOf, typedOf } from './typed.ts'

// The guides to importing and to receipts as a newcomer follows them: their commands are typed, their paths are asked for.

const read = (guide: string) => readFileSync(new URL(`../../docs/${guide}`, import.meta.url), 'utf8')
const rapport = join(import.meta.dirname, '../../bin/rapport')

/** "/v1/tasks/:task_id/complete" → "tasks". */
const resourceOf = (path: string) => /^\/v1\/([^/?]+)/.exec(path)?.[1] ?? path

/** What stands at a path of an answer, as in "items.0.id". */
function said(answer: unknown, path: string): string {
  const found = path.split('.').reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined), answer)
  return typeof found === 'string' ? found : `there is no ${path}`
}

type Said = { code: number; text: string }

/** Types a command of a guide in a folder, with no terminal attached. */
function typed(product: Product, folder: string, words: readonly string[], language = 'en_GB.UTF-8'): Promise<Said> {
  const env = { PATH: process.env['PATH'], HOME: folder, LANG: language, RAPPORT_HOME: product.home }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [rapport, ...words], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, text: stdout + stderr })
    })
    child.stdin?.end()
  })
}

const block = (text: string, begins: string) => new RegExp(`\`\`\`(?:json)?\\n(${begins}[\\s\\S]*?)\\n\`\`\``).exec(text)?.[1] ?? ''
const lines = {
  'importing.md': [
    'Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID,Notes',
    '900001,b1,2,2026-03-01 10:15,12.50,77001,gift',
    'C900001,b1,-1,2026-03-03 09:00,12.50,77001,',
  ],
  'importing.ru.md': [
    'Номер заказа;Артикул;Количество;Дата;Цена;Номер клиента;Примечание',
    '800001;b1;2;01.03.2026 10:15;12,50;88001;подарок',
    'C800001;b1;-1;03.03.2026 09:00;12,50;88001;',
  ],
} as const
const tongues = { 'importing.md': 'en_GB.UTF-8', 'importing.ru.md': 'ru_RU.UTF-8' } as const

test('the guides to importing and to receipts work as they are written', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const folder = mkdtempSync(join(tmpdir(), 'rapport-guide-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))

  for (const guide of ['importing.md', 'importing.ru.md'] as const) {
    await t.test(`the commands of ${guide}, in its order`, async () => {
      const text = read(guide)
      const commands = block(text, 'rapport import')
        .split('\n')
        .map((line) =>
          line
            .replace(/\s*#.*$/, '')
            .split(/\s+/)
            .slice(1),
        )
      assert.equal(commands.length, 5)
      const [file = ''] = commands[0]?.slice(-1) ?? []
      writeFileSync(join(folder, file), `${lines[guide].join('\n')}\n`)
      writeFileSync(join(folder, 'shop.json'), block(text, '\\{'))
      let imported = ''
      for (const words of commands) {
        const said = await typed(
          product,
          folder,
          words.map((word) => (word === 'u_…' ? imported : word)),
          tongues[guide],
        )
        if (words.includes('--resume')) assert.match(said.text, guide === 'importing.md' ? /This import is done/ : /\S/, 'it was not stopped')
        else assert.equal(said.code, 0, `${words.join(' ')}: ${said.text}`)
        imported = /u_[\w-]{22}/.exec(said.text)?.[0] ?? imported
        if (words.includes('--mapping')) assert.match(said.text, guide === 'importing.md' ? /GBP, Europe\/London, country GB/ : /RUB, Europe\/Moscow/)
      }
    })
  }

  await t.test('from a program: the calls that the guide names, with a key of the scope it names', async () => {
    const [, part = ''] = /## From a program\n([\s\S]*?)\n##/.exec(read('importing.md')) ?? []
    for (const said of ['scope `import`', '`POST /v1/imports`', '`PUT …/mapping`', '`POST …/dry-run`', '`/run`', '`/undo`', '`GET …/rejected.csv`'])
      assert.ok(part.includes(said), said)
    const secret = z.object({ secret: z.string() })
    const { secret: key } = secret.parse(
      (await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'Files', source: 'files', scopes: ['import'] })).body,
    )
    const view = z.looseObject({ id: z.string(), state: z.string(), mapping: z.unknown() })
    const uploaded = await product.api(
      'POST',
      '/v1/imports?name=orders.csv',
      `${[...lines['importing.md'], '700009,b1,1,yesterday,1,1,'].join('\n')}\n`.replaceAll('90000', '70000'),
      {
        key,
        headers: { 'content-type': 'text/csv' },
      },
    )
    const { id, mapping } = view.parse(uploaded.body)
    const call = (method: string, end: string, body?: unknown) => product.api(method, `/v1/imports/${id}${end}`, body, { key })
    const settled = async (wanted: string) => {
      for (let tries = 0; tries < 600; tries++) {
        const { state } = view.parse((await call('GET', '')).body)
        if (state === wanted) return
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      assert.fail(`it never was ${wanted}`)
    }
    assert.equal((await call('PUT', '/mapping', mapping)).status, 200)
    for (const [end, state] of [
      ['/dry-run', 'checked'],
      ['/run', 'done'],
      ['/undo', 'undone'],
    ] as const) {
      const answer = await call('POST', end, {})
      assert.ok(answer.status < 300, `${end}: ${answer.text}`)
      await settled(state)
      if (end !== '/run') continue
      const rejected = await call('GET', '/rejected.csv')
      assert.equal(rejected.status, 200, rejected.text)
      assert.match(rejected.text, /^rapport_line,rapport_reason,Invoice,.*\r?\n4,.*700009,b1,1,yesterday/)
    }
  })

  await t.test('lists: every question of the guide is answered, with a key of the scope it names', async () => {
    const guide = read('lists.md')
    assert.ok(guide.includes('scope `read`'))
    const { secret: key } = z
      .object({ secret: z.string() })
      .parse((await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'Lists', source: 'lists', scopes: ['read'] })).body)
    const asked = [...guide.matchAll(/^curl .*"\$RAPPORT([^"]+)"(?: --data-urlencode 'filter=([^']+)')?$/gm)]
    assert.equal(asked.length, 6)
    for (const [, path = '', filter] of asked) {
      const answer = await product.api('GET', filter === undefined ? path : `${path}?filter=${encodeURIComponent(filter)}`, undefined, { key })
      assert.equal(answer.status, 200, `${path} ${filter ?? ''}: ${answer.text}`)
    }
  })

  await t.test('the API: every call of the guide, in its order, and every resource that a key reaches has one', async () => {
    const known = new Map<string, string>()
    const person = product.client()
    const asked = new Set<string>()
    const refused: string[] = []
    let last: unknown
    for (const line of commandsOf(read('api.md'))) {
      const typed = typedOf(line, known)
      if (typed.is === 'export') {
        known.set(typed.name, typed.path === undefined ? product.url : said(last, typed.path))
        continue
      }
      const path = typed.url.slice(product.url.length)
      const init = { method: typed.method, headers: typed.headers, ...(typed.body === undefined ? {} : { body: typed.body }) }
      const answer = typed.jar ? await person.fetch(path, init) : await fetch(typed.url, init)
      const text = await answer.text()
      if (answer.status >= 300) refused.push(`${line}\n${answer.status} ${text}`)
      last = /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined
      asked.add(resourceOf(path))
    }
    assert.deepEqual(refused, [])
    const reached = Object.values(contracts).flatMap((slice) => Object.values(slice))
    const missing = reached.filter(({ who, path }) => typeof who === 'object' && 'key' in who && who.key !== undefined && !asked.has(resourceOf(path)))
    assert.deepEqual([...new Set(missing.map(({ path }) => resourceOf(path)))], [], 'add a call to docs/api.md')
  })

  await t.test('receipts: the log’s paths answer as the table says, and the file of a customer verifies', async () => {
    await admin.api('POST', '/v1/customers', { kind: 'person', fields: { name: 'Anna' }, identifiers: [{ kind: 'email', value: 'anna@x.example' }] })
    const anna = await openOwnPage(product.url, 'anna@x.example', admin)
    const get = (path: string) => product.api('GET', path)
    const size = async () => Number((await get('/log/checkpoint')).text.split('\n')[1])
    for (let tries = 0; !((await size()) > 0) && tries < 1800; tries++) await new Promise((resolve) => setTimeout(resolve, 50))
    const width = await size()
    const guide = read('receipts.md')
    for (const path of ['/log/key', '/log/checkpoint', '/log/tile/<level>/<number>[.p/<width>]', '/log/consistency/<from>/<to>'])
      assert.ok(guide.includes(`| \`${path}\``), path)
    assert.match((await get('/log/key')).text, /^[\w.:-]+\+[0-9a-f]{8}\+\S+/)
    const tile = await fetch(`${product.url}/log/tile/0/000.p/${width}`)
    assert.deepEqual([tile.status, (await tile.arrayBuffer()).byteLength], [200, width * 32])
    assert.equal((await get(`/log/consistency/1/${width}`)).status, 200)
    const page = await get('/log/verifier')
    assert.match(page.headers.get('content-security-policy') ?? '', /^sandbox allow-scripts; frame-ancestors 'none'$/)
    assert.match(page.text, /^<!doctype html>[\s\S]*default-src 'none'/)
    assert.equal((await get('/log/verifier.sha256')).text, `${createHash('sha256').update(page.text).digest('hex')}  rapport-verify.html\n`)
    const { file } = z.object({ file: z.string() }).parse(JSON.parse(await (await anna.fetch('/v1/my/receipts')).text()))
    assert.equal(verifyBundle(JSON.parse(file)).holds, true)
    const said = await typed(product, folder, ['verify'])
    assert.equal(said.code, 0, said.text)
    const found = z.object({ items: z.array(z.object({ id: z.string() })) }).parse((await admin.api('GET', '/v1/customers')).body).items[0]?.id ?? ''
    const one = await typed(product, folder, ['verify', '--customer', found])
    assert.equal(one.code, 0, one.text)
  })
})
