import type { Question } from '../../../src/office/reports/shapes.ts'
import type { WordKey } from '../../ui/words.ts'
import type { reportsWords } from './reports.words.ts'

export type Look = 'line' | 'bars' | 'table'
export type Ready = { word: WordKey<typeof reportsWords.en>; question: Question; look: Look }

const year = { last: 12, unit: 'month' } as const
const everybody = { audience: null }

/** What most people ask first: to look at, and to change from there. */
export const ready: readonly Ready[] = [
  { word: 'ready_revenue', question: { measure: 'revenue', by: ['month'], span: year, ...everybody }, look: 'bars' },
  { word: 'ready_channels', question: { measure: 'purchases', by: ['month', 'channel'], span: year, ...everybody }, look: 'line' },
  { word: 'ready_goods', question: { measure: 'revenue', by: ['category'], span: year, ...everybody }, look: 'bars' },
  { word: 'ready_new', question: { measure: 'new_customers', by: ['month'], span: year, ...everybody }, look: 'line' },
  { word: 'ready_classes', question: { measure: 'revenue', by: ['month', 'value_class'], span: year, ...everybody }, look: 'line' },
  { word: 'ready_where', question: { measure: 'buyers', by: ['region'], span: year, ...everybody }, look: 'bars' },
  { word: 'ready_back', question: { first: 'order', then: 'order', every: 'month', span: year, ...everybody }, look: 'line' },
  { word: 'ready_basket', question: { measure: 'average_basket', by: ['quarter'], span: { last: 3, unit: 'year' }, ...everybody }, look: 'line' },
]

export const firstQuestion: Question = { measure: 'revenue', by: ['month'], span: year, audience: null }
