import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { signerOf } from '../log/sign.ts'
import { agreed } from '../testing.ts'
import { noon, signer } from '../walk/testing.ts'
import { verifyAgreement } from './agreement.ts'
import { verifyAnything } from './anything.ts'

// What somebody keeps of what they agreed with a company: what is changed in it is found, whoever changed it.

const given = (file: unknown) => {
  const bytes = Buffer.from(JSON.stringify(file))
  return [{ name: 'agreement.json', size: bytes.length, read: async () => bytes }]
}
const whole = () => agreed({ signer, now: noon })
const faults = (file: unknown, key = signer.shown) => verifyAgreement(file, key).parts.flatMap(({ part, why }) => (why ? [`${part} ${why}`] : []))

test('whatever is altered in the file of an agreement is found', () => {
  const other = signerOf(signer.name, Buffer.alloc(32, 8))
  const file = whole()
  assert.deepEqual(faults(file), [])
  assert.deepEqual(faults({ ...file, document: file.document.replace('SD-BASE-A"', 'SD-BASE-ATP"') }).toSorted(), [
    'agreement signature',
    'customer customer_signature',
    'stated other_document',
    'stated other_document',
  ])
  assert.deepEqual(faults(file, other.shown), ['agreement signature', 'stated checkpoint', 'stated checkpoint'])
  assert.deepEqual(faults(agreed({ signer: other, now: noon })), ['agreement signature', 'stated checkpoint', 'stated checkpoint'])
  assert.deepEqual(faults({ ...file, customer_signature: Buffer.alloc(64, 1).toString('base64') }), ['customer customer_signature'])
  assert.deepEqual(faults({ ...file, customer_signature: null }), ['customer customer_signature'])
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  assert.deepEqual(faults({ ...file, customer_key: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') }), ['customer customer_signature'])
  assert.deepEqual(faults({ ...file, made: file.ended, ended: null }), ['stated other_document'], 'what ended is not what began')
  const moved = { ...file.ended, statement: { ...file.ended.statement, at: '2027-01-01T00:00:00.000Z' } }
  assert.deepEqual(faults({ ...file, ended: moved }), ['stated root'], 'nobody ends it on another day')
  assert.deepEqual(faults({ ...file, made: { ...file.made, proof: 'x' } }), ['stated proof'])
  for (const broken of [
    { ...file, more: 1 },
    { ...file, document: '{}' },
    { ...file, document: 'x' },
  ])
    assert.deepEqual(faults(broken), ['agreement document'])
})

test('another wording under the name of an agreement is found, also where all of it was signed anew', () => {
  const said = { ...JSON.parse(whole().document), text: 'Everything is permitted' }
  assert.deepEqual(faults(agreed({ signer, now: noon, document: JSON.stringify(said) })), ['wording wording'])
})

test('rapport verify and the page tell an agreement by what is in it, and what its own key proves', async () => {
  const report = await verifyAnything(given(whole()), signer.shown)
  assert.deepEqual([report.kind, report.holds, report.key?.from, report.facts.company, report.facts.both], ['agreement', true, 'reader', 'Bookshop', true])
  assert.ok(report.facts.ended && report.facts.log)
  assert.equal((await verifyAnything(given(whole()))).key?.from, 'file')
  const half = { ...whole(), customer_key: null, customer_signature: null, made: null, ended: null }
  const said = await verifyAnything(given(half), signer.shown)
  assert.deepEqual([said.holds, said.facts.both, said.lines.map(({ part }) => part)], [true, false, ['agreement', 'wording']])
})

test('a signature as browsers make it holds: either half of the curve', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const file = whole()
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  for (let i = 0; i < 12; i++) {
    const signature = sign('sha256', Buffer.from(file.document), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64')
    assert.deepEqual(faults({ ...file, customer_key: key, customer_signature: signature }), [], createHash('sha256').update(signature).digest('hex'))
  }
})
