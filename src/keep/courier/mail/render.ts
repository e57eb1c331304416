import { Liquid } from 'liquidjs'
import { addFilters } from './filters.ts'
import { htmlPage, textPage } from './layout.ts'
import type { Rendered, Rendering, SlotValue, Source, Template } from './order.ts'

// Templates become messages here, and nowhere else. Liquid without files, with strict filters and variables and limits on
// time and memory; everything that goes into HTML is escaped and no template can switch that off.

const limits = { parseLimit: 200_000, renderLimit: 200, memoryLimit: 2_000_000 } as const
const options = { templates: {}, strictFilters: true, strictVariables: true, ownPropertyOnly: true, jsTruthy: true, cache: false, ...limits } as const

const plain = new Liquid(options)
const markup = new Liquid({ ...options, outputEscape: 'escape' })
for (const engine of [plain, markup]) addFilters(engine)

type Parsed = { [part in 'subject' | 'text']: ReturnType<Liquid['parse']> } & { html: ReturnType<Liquid['parse']> | null }
const parsed = new WeakMap<Source, Parsed>()

/** The message in the wished language, else in English, else in whatever the template speaks. Throws when it cannot be rendered. */
export function render(template: Template, wanted: Omit<Rendering, 'template'>): Rendered & { language: string } {
  const language = languageFor(template, wanted.language)
  const source = template[language]
  if (!source) throw new Error('the template has no words')
  const words = parse(source)
  const scope = {
    person: wanted.person,
    slots: Object.fromEntries(Object.entries(wanted.slots).map(([k, v]) => [k, bare(v)])),
    language: language.slice(0, 2),
    time_zone: wanted.timeZone,
    company: wanted.foot.company,
  }
  const subject = oneLine(plain.renderSync(words.subject, scope))
  const text = plain.renderSync(words.text, scope)
  if (wanted.bare) return { subject, text: text.trim(), html: '', language }
  const body = words.html ? markup.renderSync(words.html, scope) : undefined
  return { subject, text: textPage(text, wanted.foot, language), html: htmlPage({ subject, body, text, foot: wanted.foot, language }), language }
}

/** The tag of the template's words that fits best. */
export function languageFor(template: Template, wished: string): string {
  if (template[wished]) return wished
  const short = wished.slice(0, 2).toLowerCase()
  return template[short] ? short : template['en'] ? 'en' : (Object.keys(template)[0] ?? 'en')
}

function parse(source: Source): Parsed {
  const known = parsed.get(source)
  if (known) return known
  const made = { subject: plain.parse(source.subject), text: plain.parse(source.text), html: source.html === null ? null : markup.parse(source.html) }
  parsed.set(source, made)
  return made
}

/** What a template may read of a slot: a number, a day, a moment, a code, money as a whole, a product's title and sku. */
function bare(value: SlotValue): unknown {
  if ('number' in value) return value.number
  if ('money' in value) return value.money
  if ('date' in value) return value.date
  if ('moment' in value) return value.moment
  if ('code' in value) return value.code
  if ('url' in value) return value.url
  return value.product
}

/** No line break ever gets into a header. */
const oneLine = (text: string) =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 300)

/** The variables a source reads, as paths: "person.name", "slots.price". Throws when it is no Liquid or uses what is not there. */
export function variablesOf(source: Source): string[] {
  const parts = [source.subject, source.text, source.html ?? '']
  const found = parts.flatMap((part) => {
    for (const tag of part.matchAll(/\{%-?\s*(include|render|layout|block|liquid)\b/g)) throw new Error(`the tag "${tag[1]}" is not for messages`)
    return plain.fullVariablesSync(part)
  })
  return [...new Set(found)].sort()
}
