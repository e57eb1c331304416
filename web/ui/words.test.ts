import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { reasonCodes } from '../../src/keep/gate/reasons.ts'

const web = fileURLToPath(new URL('..', import.meta.url))
const files = globSync('**/*.words.ts', { cwd: web, exclude: ['dist/**'] })
const suffix = /_(zero|one|two|few|many|other)$/

type Words = Record<string, string>
type Catalogue = { slice: string; en: Words; ru: Words }

function isCatalogue(value: unknown): value is Catalogue {
  return typeof value === 'object' && value !== null && 'slice' in value && 'en' in value && 'ru' in value
}

async function catalogues(): Promise<Catalogue[]> {
  const modules: object[] = await Promise.all(files.map((file) => import(`${web}/${file}`)))
  return modules.flatMap((module) => Object.values(module)).filter(isCatalogue)
}

const plurals = (of: Words) =>
  new Set(
    Object.keys(of)
      .filter((key) => key.endsWith('_other') && of[key.replace(/other$/, 'one')] !== undefined)
      .map((key) => key.replace(suffix, '')),
  )
const stems = (of: Words, counted: Set<string>) => new Set(Object.keys(of).map((key) => (counted.has(key.replace(suffix, '')) ? key.replace(suffix, '') : key)))

test('every word stands in both languages, and every counted one in all plural forms of its language', async () => {
  const all = await catalogues()
  assert.ok(all.length > 15)
  for (const { slice, en, ru } of all) {
    const counted = plurals(en)
    assert.deepEqual([...stems(ru, counted)].toSorted(), [...stems(en, counted)].toSorted(), slice)
    for (const [language, of] of [
      ['en', en],
      ['ru', ru],
    ] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      for (const stem of counted) for (const form of forms) assert.ok(of[`${stem}_${form}`], `${slice}: ${stem}_${form} in ${language}`)
    }
  }
})

test('both languages fill the same places', async () => {
  for (const { slice, en, ru } of await catalogues()) {
    for (const [key, text] of Object.entries(en)) {
      const other = ru[key]
      if (other !== undefined && !suffix.test(key)) assert.deepEqual(places(other), places(text), `${slice}: ${key}`)
    }
  }
})

test('a slice’s name is used once', async () => {
  const names = (await catalogues()).map(({ slice }) => slice)
  assert.deepEqual(names.toSorted(), [...new Set(names)].toSorted())
})

test('every reason of the gate has words for staff and for the customer', async () => {
  const all = await catalogues()
  for (const slice of ['reason', 'my-reason']) {
    const of = all.find((each) => each.slice === slice)
    assert.deepEqual(
      reasonCodes.filter((code) => !of?.en[code] || !of.ru[code]),
      [],
      slice,
    )
  }
})

test('no page speaks by itself: words live in catalogues', () => {
  const spoken = globSync('**/*.tsx', { cwd: web, exclude: ['dist/**'] }).filter((file) =>
    /[а-яё]/i.test(
      readFileSync(`${web}/${file}`, 'utf8')
        .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
        .replaceAll('Русский', ''),
    ),
  )
  assert.deepEqual(spoken, [])
})

function places(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).toSorted()
}
