import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openSealedFile, sealFile } from './sealed-file.ts'

async function* parts(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-sealed-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('what was sealed is read back at any place, and nothing of it stands on disk', async (t) => {
  const folder = folderOf(t)
  const plain = Buffer.from(Array.from({ length: 150_000 }, (_, i) => `${i};Белова Анна Сергеевна\n`).join(''))
  const { size, key } = await sealFile(folder, 7, parts(plain, 70_001), 100_000_000)
  assert.equal(size, plain.length)
  assert.equal(readFileSync(join(folder, '7.sealed')).includes('Белова'), false)
  const file = await openSealedFile(folder, 7, key, size)
  for (const [at, length] of [
    [0, 10],
    [1_048_570, 20],
    [0, plain.length],
    [plain.length - 5, 50],
    [2_000_000, 1_500_000],
  ] as const) {
    assert.ok((await file.read(at, length)).equals(plain.subarray(at, at + length)), `${at}+${length}`)
  }
  await file.close()
})

test('a cut, changed or swapped file is not read', async (t) => {
  const folder = folderOf(t)
  const plain = Buffer.alloc(3_000_000, 'x')
  const { size, key } = await sealFile(folder, 1, parts(plain, 500_000), 100_000_000)
  const path = join(folder, '1.sealed')
  const sealed = readFileSync(path)
  const piece = 1024 * 1024 + 29
  const broken = [
    [sealed.subarray(0, sealed.length - 1), size],
    [sealed.subarray(0, 2 * piece), 2 * 1024 * 1024 - 5],
    [Buffer.concat([sealed.subarray(piece, 2 * piece), sealed.subarray(0, piece), sealed.subarray(2 * piece)]), size],
  ] as const
  for (const [bytes, claimed] of broken) {
    writeFileSync(path, bytes)
    const file = await openSealedFile(folder, 1, key, claimed)
    await assert.rejects(file.read(0, claimed), { code: 'unavailable' })
    await file.close()
  }
})

test('a file past the limit leaves nothing behind', async (t) => {
  const folder = folderOf(t)
  await assert.rejects(sealFile(folder, 2, parts(Buffer.alloc(5_000_000), 100_000), 4_000_000), { code: 'too_large' })
  assert.deepEqual(readdirSync(folder), [])
})
