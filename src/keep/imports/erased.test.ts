import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goneKey } from '../customers/index.ts'
import { keepGone } from '../keyring/index.ts'
import { openImporting } from './testing.ts'

// Nobody who was erased comes back by a file, and the dry run says so before anything is written.

test('a dry run counts those who were erased as kept out, as the run does: contacts and orders', async (t) => {
  const on = await openImporting(t)
  const erased = [
    { kind: 'email', value: 'gone@x.example' },
    { kind: 'phone', value: '+79161230001' },
    { kind: 'user', value: '13085' },
  ]
  await keepGone(
    on.keyring,
    erased.map((one) => goneKey(on.keyring, one)),
    1,
  )
  const both = async (file: string) => {
    const uploaded = await on.upload(file)
    const rejected = async () => (await on.call('GET', `/v1/imports/${uploaded.id}/rejected.csv`)).text()
    const { dry_run } = await on.act(uploaded.id, 'dry-run')
    const before = await rejected()
    const done = await on.act(uploaded.id, 'run')
    assert.deepEqual(dry_run, done.counts)
    if (done.counts?.rejected) assert.equal(await rejected(), before)
    return done.counts
  }

  await both('E-mail;Имя\nknown@x.example;Вера\n')
  // A variant of the address; a number beside an address nobody had; one beside that of somebody known, who stays.
  const people = await both(`E-mail;Телефон;Имя
g.o.n.e+news@x.example;;Нина
never@x.example;8 916 123-00-01;Нина
known@x.example;8 916 123-00-01;Вера Осталова
new@x.example;;Анна
`)
  assert.deepEqual([people?.rejected_by, people?.customers_new, people?.recorded, people?.updated], [{ refused: 2 }, 1, 1, 1])

  const orders = await both(`Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
489434,85048,GLASS BALL,12,2009-12-01 07:45:00,6.95,13085,United Kingdom
489434,79323P,PINK LIGHTS,12,2009-12-01 07:46:00,6.75,13085,United Kingdom
489435,22350,CAT BOWL,12,2009-12-01 07:46:00,2.55,13086,EIRE
`)
  assert.deepEqual([orders?.rejected_by, orders?.customers_new, orders?.recorded], [{ refused: 2 }, 1, 1])
})
