import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

// Words of the wrong language on a page. What people typed and what customers are called comes as it is, so the test knows
// our own words from the catalogues; and in Russian, where our data are Russian too, any Latin word must be one that has no other.

const web = fileURLToPath(new URL('../../../web', import.meta.url))

type Catalogue = { en: Record<string, string>; ru: Record<string, string> }

const isCatalogue = (value: unknown): value is Catalogue => typeof value === 'object' && value !== null && 'slice' in value && 'en' in value && 'ru' in value

const modules: object[] = await Promise.all(globSync('**/*.words.ts', { cwd: web, exclude: ['dist/**'] }).map((file) => import(`${web}/${file}`)))
const catalogues = modules.flatMap((module) => Object.values(module)).filter(isCatalogue)
const sentences = (language: 'en' | 'ru') =>
  new Set(catalogues.flatMap((c) => Object.values(c[language])).filter((text) => /\p{L}{3}/u.test(text) && !text.includes('{{')))
const ours = { en: sentences('en'), ru: sentences('ru') }

/** Names of things that are called so in Russian too. */
const international =
  /^(rapport|sms|vk|max|telegram|whatsapp|viber|whats|app|push|e-mail|csv|xlsx|parquet|json|api|pdf|iban|dpv|smtp|dkim|ctrl|shift|enter|esc|alt|english|mcp|http|https|url|id|gib|mib|kib|hmac|sha|rfc|postgresql|duckdb|sql|excel|totp|segment|webhook|gmt|utc|tifu-knn|item-knn|auc|rub)$/i
const spelled = /[a-z][a-z'’-]{2,}/gi
/** Addresses, codes in monospace and numbers of versions are no words. */
const noWords = /\S+@\S+|https?:\/\/\S+|\b\w+[._/]\w[\w./-]*|\b(?=\w*\d)\w+/g

/** Texts a person reads or hears on this page that are not in its language. */
export async function untranslated(page: Page, language: 'en' | 'ru'): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const out: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (parent && !parent.closest('script, style, code, kbd, pre, [lang], [data-own-words]')) out.push(node.textContent ?? '')
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      // What measures how tall a box must be is neither seen nor heard.
      if (element.matches('textarea[aria-hidden="true"]')) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        // A made-up code within it, of letters alone, would pass for a word.
        const codes = [...element.querySelectorAll('code')].map((code) => code.textContent ?? '').filter(Boolean)
        out.push(codes.reduce((said, code) => said.replaceAll(code, ' '), element.getAttribute(name) ?? ''))
      }
    }
    return [...out, document.title].map((text) => text.trim()).filter(Boolean)
  })
  const other = language === 'en' ? ours.ru : ours.en
  const own = ours[language]
  const wrong = texts.filter((text) => {
    if (/^[a-z]+(_[a-z]+)+$/.test(text)) return true
    if (other.has(text) && !own.has(text)) return true
    if (language === 'en' || own.has(text)) return false
    return [...text.replaceAll(noWords, ' ').matchAll(spelled)].some(([word]) => !international.test(word))
  })
  return [...new Set(wrong)].map((text) => `not in this language: ${text.slice(0, 120)}`)
}
