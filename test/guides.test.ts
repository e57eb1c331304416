import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

// A guide in two languages is one guide: each leads to the other, and what is typed after it is the same.

const folder = new URL('../docs/', import.meta.url)
const read = (guide: string) => readFileSync(new URL(guide, folder), 'utf8')
const russian = readdirSync(folder).filter((name) => name.endsWith('.ru.md'))
const english = (guide: string) => guide.replace('.ru.md', '.md')
const blocksOf = (guide: string) => [...read(guide).matchAll(/^```.*\n([\s\S]*?)^```/gm)].map(([whole]) => whole)

/** Their examples are what people of each country have: files with Russian columns, orders in roubles. */
const ownExamples = ['importing.ru.md', 'recording.ru.md']

test('every guide that a user of the console or an integrator reads is there in Russian', () => {
  const wanted = [
    'analysis',
    'api',
    'audiences',
    'customers',
    'files',
    'goods',
    'importing',
    'insight',
    'lists',
    'needs',
    'operating',
    'recording',
    'rights',
    'roads',
    'shapes',
    'signing-in',
    'till',
    'webhooks',
  ]
  assert.deepEqual(
    russian.toSorted(),
    wanted.map((name) => `${name}.ru.md`),
  )
})

test('each leads to the other in its first lines, and the two readmes to both', () => {
  const top = (guide: string) => read(guide).split('\n').slice(0, 5).join('\n')
  const [readme, readmeRu] = [readFileSync(new URL('../README.md', import.meta.url), 'utf8'), readFileSync(new URL('../README.ru.md', import.meta.url), 'utf8')]
  for (const guide of russian) {
    assert.ok(top(guide).includes(`](${english(guide)})`), `${guide} leads to its English one`)
    assert.ok(top(english(guide)).includes(`](${guide})`), `${english(guide)} leads to its Russian one`)
    assert.ok(readme.includes(`](docs/${english(guide)})`), `README.md leads to ${english(guide)}`)
    assert.ok(readmeRu.includes(`](docs/${guide})`), `README.ru.md leads to ${guide}`)
  }
})

test('what is typed and sent is the same, and a Russian guide leads to Russian ones', () => {
  for (const guide of russian) {
    if (!ownExamples.includes(guide)) assert.deepEqual(blocksOf(guide), blocksOf(english(guide)), guide)
    const astray = [...read(guide).matchAll(/\]\(([\w-]+)\.md\)/g)]
      .map(([, to = '']) => to)
      .filter((to) => `${to}.ru.md` !== guide && russian.includes(`${to}.ru.md`))
    assert.deepEqual(astray, [], guide)
  }
})
