import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linksOf, mostLinks } from './links.ts'

test('links of the markup with their words, then those of the text, each once and as they stand', () => {
  const html = `<p><a href="https://a.example/?x=1&amp;y=2">One &amp; <b>two</b></a> <A class=x HREF='/own'>own</A>
    <a href=javascript:alert(1)>run</a> <a href="java&#115;cript:alert(2)">run</a> <a href="data:text/html,<b>x</b>">page</a> <abbr href="x">abbr</abbr> <a name="none">no link</a> <a href="">empty</a></p>`
  const text = 'See https://a.example/?x=1&y=2, (https://b.example/path). And ftp://c.example'
  assert.deepEqual(linksOf(html, text), [
    { href: 'https://a.example/?x=1&y=2', label: 'One & two' },
    { href: '/own', label: 'own' },
    { href: 'javascript:alert(1)', label: 'run' },
    { href: 'javascript:alert(2)', label: 'run' },
    { href: 'data:text/html,<b>x</b>', label: 'page' },
    { href: 'https://b.example/path', label: '' },
  ])
})

test('no more links than said, and none takes long to find', () => {
  const many = Array.from({ length: mostLinks + 20 }, (_, n) => `https://a.example/${n}`).join(' ')
  assert.equal(linksOf(null, many).length, mostLinks)
  const began = performance.now()
  for (const part of ['<a ', '<a href=x>', '<a href="', '<a href="x" ', '<a href=x><', '<a\t', 'http://', 'http://.'])
    linksOf(part.repeat(100_000), part.repeat(100_000))
  assert.ok(performance.now() - began < 20_000, `${performance.now() - began} ms`) // a pattern over the whole took minutes
})
