import assert from 'node:assert/strict'
import { sessionWords } from '../../web/console/session/session.words.ts'
import { staffWords } from '../../web/console/staff/staff.words.ts'
import type { Window } from './browser.ts'

// What an administrator does again and again, in either language.

export type Language = 'en' | 'ru'
export type Words = { en: Record<string, string>; ru: Record<string, string> }

/** What a screen says, in its language. */
export const say = (language: Language, { en, ru }: Words, key: string, values: Record<string, string> = {}) => {
  const text = (language === 'en' ? en : ru)[key]
  assert.ok(text !== undefined, `a word for ${key}`)
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? '')
}

type Say = (words: Words, key: string, values?: Record<string, string>) => string

export async function setRole({ page }: Window, w: Say, name: string, to: string): Promise<void> {
  await page.goto('/staff')
  await page.getByRole('listitem').filter({ hasText: name }).getByRole('button', { name, exact: true }).click()
  const drawer = page.getByRole('dialog', { name })
  await drawer.getByRole('combobox', { name: w(staffWords, 'role') }).selectOption(to)
  await drawer.getByRole('button', { name: w(staffWords, 'change'), exact: true }).click()
  await page.getByText(w(staffWords, 'changed', { name })).waitFor()
}

export async function menuOf(page: Window['page'], menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

export async function signIn({ page }: Window, language: Language, email: string, secret: string): Promise<void> {
  await page.getByRole('textbox', { name: say(language, sessionWords, 'email') }).fill(email)
  await page.getByLabel(say(language, sessionWords, 'password'), { exact: true }).fill(secret)
  await page.getByRole('button', { name: say(language, sessionWords, 'sign_in'), exact: true }).click()
}
