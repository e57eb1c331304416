import assert from 'node:assert/strict'
import test from 'node:test'
import { signCheckpoint, signerOf } from '../log/sign.ts'
import { openCheckpoint, openNote, readCheckpoint, readNote, readVerifier, type Verifier } from './note.ts'

// The example of the signed-note specification.
const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const example = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`

test('the example of the specification opens with its key', () => {
  assert.deepEqual(openNote(example, [verifier(exampleKey)]), { text: 'This is an example message.\n', signers: ['example.com/foo'] })
})

test('a changed text, a changed signature and an unknown key open nothing', () => {
  const key = verifier(exampleKey)
  assert.equal(openNote(example.replace('message', 'massage'), [key]), undefined)
  assert.equal(openNote(example.replace('Uw2QOkn8', 'Uw2QOkn9'), [key]), undefined)
  assert.equal(openNote(example, [verifier(house.shown)]), undefined)
})

test('malformed notes are refused', () => {
  for (const bad of [
    '',
    'text\n',
    'text\n\n',
    'text\n\nno dash\n',
    'text\n\n— name ***\n',
    'text\n\n— name AAAA\n',
    'a\u0001b\n\n— n AAAAAAAA\n',
    'text\n\n— n AAAAAAAA',
  ]) {
    assert.equal(readNote(bad), undefined, JSON.stringify(bad))
  }
  for (const bad of ['', 'name', exampleKey.replace('530d903a', '530d903b'), `${exampleKey}A`, exampleKey.replace('+530', ' +530')])
    assert.equal(readVerifier(bad), undefined, bad)
})

const house = signerOf('rapport.example/receipts', Buffer.alloc(32, 1))
const witness = signerOf('witness.example', Buffer.alloc(32, 2))
const checkpoint = { origin: house.name, size: 20_852_163, root: new Uint8Array(32).fill(7) }

test('a checkpoint reads back, signed by one or by two', () => {
  const note = signCheckpoint(checkpoint, [house, witness])
  const keys = [verifier(house.shown), verifier(witness.shown)]
  assert.deepEqual(openCheckpoint(note, keys.slice(0, 1)), { ...checkpoint, signers: [house.name] })
  assert.deepEqual(openCheckpoint(note, keys), { ...checkpoint, signers: [house.name, witness.name] })
  assert.equal(openCheckpoint(note, [verifier(exampleKey)]), undefined)
})

test('a wrong signature of a known second key spoils the note', () => {
  const note = signCheckpoint(checkpoint, [house])
  const forged = signCheckpoint({ ...checkpoint, size: 1 }, [witness]).split('\n\n')[1] ?? ''
  assert.deepEqual(openCheckpoint(note + forged, [verifier(house.shown)])?.signers, [house.name])
  assert.equal(openCheckpoint(note + forged, [verifier(house.shown), verifier(witness.shown)]), undefined)
})

test('a checkpoint has its three lines as the specification writes them', () => {
  const good = readCheckpoint('example.com/log\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n')
  assert.equal(good?.size, 0)
  for (const bad of [
    '',
    'o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    'o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    'o\n1\nCsUYapGGPo4=\n',
    'o\n1\n',
  ]) {
    assert.equal(readCheckpoint(bad), undefined, JSON.stringify(bad))
  }
})

function verifier(shown: string): Verifier {
  const read = readVerifier(shown)
  assert.ok(read)
  return read
}
