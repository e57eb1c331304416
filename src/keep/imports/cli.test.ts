import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { listen, listenerOf } from '../../platform/http/index.ts'
import { clientOf, overSocket } from './command/client.ts'
import { openImporting } from './testing.ts'

const program = fileURLToPath(new URL('../../../bin/rapport', import.meta.url))
const shop = `Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID
1001,A,Tea,2,2026-01-01 10:00:00,1.50,13085
1001,B,Pot,1,2026-01-01 10:00:00,20,13085
C1002,A,Tea,-1,2026-01-02 10:00:00,1.50,13085
1003,A,Tea,many,2026-01-03 10:00:00,1.50,
`

test('rapport import brings a file into an installation that does not run, compares the sums, saves what it rejected, and undoes', async (t) => {
  const folder = folderOf(t)
  const file = join(folder, 'orders.csv')
  const mapping = join(folder, 'mapping.json')
  writeFileSync(file, shop)
  writeFileSync(mapping, JSON.stringify({ currency: 'GBP', time_zone: 'Europe/London', country: 'GB' }))
  const looked = await rapport(folder, file, '--mapping', mapping, '--dry-run')
  assert.equal(looked.code, 0, looked.err)
  assert.match(looked.out, /Customer ID\s+customer_number/)
  assert.match(looked.out, /Rows read: 4\n {2}Orders: new: 2, here already: 0/)
  assert.match(looked.out, /Nothing was recorded/)
  const lost = /^5,Quantity is no number,1003,A,Tea,many,2026-01-03 10:00:00,1\.50,\r$/m
  assert.match(readFileSync(join(folder, 'orders.rejected.csv'), 'utf8'), lost, 'before anything is brought in')
  const done = await rapport(folder, file, '--yes')
  assert.equal(done.code, 0, done.err)
  assert.match(done.out, /Columns, as in the last file like this:/)
  assert.match(done.out, /Rejected: 1\n {4}no number: 1/)
  assert.match(done.out, /The sums agree with the file's own/)
  assert.match(done.out, /Stored\s+order_cancelled\s+lines\s+1\s+quantity\s+-1\s+amount\s+-1\.50/)
  assert.match(readFileSync(join(folder, 'orders.rejected-2.csv'), 'utf8'), lost)
  const id = /u_[\w-]{22}/.exec(done.out)?.[0] ?? ''
  const undone = await rapport(folder, '--undo', id)
  assert.match(undone.out, /Taken back: events: 2, customers: 1, .*\n {2}Nothing of it stays/)
  const bad = join(folder, 'bad.json')
  writeFileSync(bad, JSON.stringify({ columns: { 'Nothing of the kind': 'sku' } }))
  const unfit = await rapport(folder, file, '--mapping', bad, '--dry-run')
  assert.deepEqual([unfit.code, unfit.err.trim()], [1, 'columns: the file has no column "Nothing of the kind"'])
  const missing = await rapport(folder, 'nowhere.csv')
  assert.deepEqual([missing.code, missing.err.trim()], [1, 'There is no file nowhere.csv.'])
})

test('a Russian terminal is told in Russian, and the rejected rows come with Russian reasons', async (t) => {
  const folder = folderOf(t)
  const file = join(folder, 'orders.csv')
  writeFileSync(file, shop)
  const done = await rapport({ folder, env: { LANG: 'ru_RU.UTF-8' } }, file, '--yes')
  assert.equal(done.code, 0, done.err)
  assert.match(done.out, /Прочитано строк: 4/)
  assert.match(done.out, /Отклонено: 1\n {4}не число: 1/)
  assert.match(done.out, /Суммы сошлись с файлом/)
  assert.match(readFileSync(join(folder, 'orders.rejected.csv'), 'utf8'), /^5,Quantity: это не число,1003/m)
  const undone = await rapport({ folder, env: { LANG: 'ru_RU.UTF-8' } }, '--undo', /u_[\w-]{22}/.exec(done.out)?.[0] ?? '')
  assert.match(undone.out, /Забрали назад: событий: 2.*\n {2}Ничего не осталось/)
})

test('over the socket of a keep that runs it is the same client', async (t) => {
  const on = await openImporting(t)
  const folder = folderOf(t)
  const socket = join(folder, 'keep.sock')
  const listening = await listen(listenerOf(on.app.fetch), { socket })
  t.after(() => listening.close())
  const file = join(folder, 'orders.csv')
  writeFileSync(file, shop)
  const client = clientOf(overSocket(socket, on.key))
  const uploaded = await client.upload(createReadStream(file, { highWaterMark: 50 }), { name: 'orders.csv', preset: undefined })
  assert.equal(uploaded.file_name, 'orders.csv')
  await client.map(uploaded.id, { ...uploaded.mapping, currency: 'EUR' })
  await client.act(uploaded.id, 'run')
  await on.imports.runner.idle()
  assert.equal((await client.get(uploaded.id)).counts?.recorded, 2)
  assert.match((await client.rejected(uploaded.id)).toString(), /Quantity is no number/)
  await assert.rejects(client.act(uploaded.id, 'run'), { code: 'conflict', message: /This import is done/ })
})

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-import-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function rapport(
  at: string | { folder: string; env: { [name: string]: string } },
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const { folder, env: more } = typeof at === 'string' ? { folder: at, env: {} } : at
  const env = { ...more, PATH: process.env['PATH'] ?? '', RAPPORT_HOME: join(folder, 'home'), NO_COLOR: '1' }
  const child = spawn(process.execPath, [program, 'import', ...args], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.err += chunk
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })))
}
