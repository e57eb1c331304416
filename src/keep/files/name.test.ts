import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attachmentOf, cleanName, mediaTypeOf, servedAs } from './name.ts'

test('a name is no path, has no signs that mislead, and is never empty', () => {
  const cases = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\Anna\\договор.pdf', 'договор.pdf'],
    ['..', 'file'],
    ['', 'file'],
    ['.htaccess', 'htaccess'],
    ['a\u0000b\r\nc.txt', 'abc.txt'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['<b>"x"|?.html', 'bx.html'],
    ['  a   b .txt ', 'a b .txt'],
    [`${'я'.repeat(400)}.pdf`, `${'я'.repeat(176)}.pdf`],
  ] as const
  for (const [said, clean] of cases) assert.equal(cleanName(said), clean, JSON.stringify(said))
})

test('the header of a download cannot be broken by a name', () => {
  assert.equal(attachmentOf('a"b%.txt'), `attachment; filename="a_b_.txt"; filename*=UTF-8''a%22b%25.txt`)
  assert.equal(attachmentOf("Анна's.txt"), `attachment; filename="____'s.txt"; filename*=UTF-8''%D0%90%D0%BD%D0%BD%D0%B0%27s.txt`)
})

test('only pictures, PDF and plain text keep their type; what is no type is bytes', () => {
  assert.equal(servedAs('image/png'), 'image/png')
  for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript']) assert.equal(servedAs(type), 'application/octet-stream')
  assert.equal(mediaTypeOf('Text/HTML; charset=utf-8'), 'text/html')
  for (const said of [null, '', 'nonsense', 'a/b\r\nx: y']) assert.equal(mediaTypeOf(said), 'application/octet-stream')
})
