import type { Fault, Line, Report } from '../../src/keep/receipts/verify/anything.ts'
import { isWord, type Language, type Say } from './say.ts'

type In = { say: Say; language: Language }

/** A report as a person reads it: the verdict first, then each part with the place of its faults, then what it says of itself. */
export function drawReport(report: Report, { say, language }: In): HTMLElement[] {
  const { kind, holds, key, lines, facts } = report
  const verdict = make('div', { class: 'verdict', 'data-holds': String(holds), 'data-kind': kind }, [
    make('h2', {}, say(kind === 'unknown' ? 'unknown' : holds ? 'holds' : 'broken')),
    make('p', {}, say(`is_${kind}`)),
    ...(facts.waiting ? [make('p', {}, say('waiting', { count: facts.waiting }))] : []),
  ])
  const warned = lines.some(({ faults }) => faults.some(({ what }) => what === 'key_needed')) ? 'no_key' : key?.from === 'file' && holds ? 'own_key' : undefined
  return [
    verdict,
    ...(warned ? [make('p', { class: 'warning' }, say(warned))] : []),
    make(
      'ul',
      { class: 'checks' },
      lines.map((line) => drawLine(line, kind, say)),
    ),
    make(
      'p',
      { class: 'facts' },
      factsOf(report, { say, language }).flatMap((fact) => [document.createTextNode(fact), document.createElement('br')]),
    ),
  ]
}

function drawLine({ part, holds, count, faults }: Line, kind: Report['kind'], say: Say): HTMLElement {
  return make('li', { 'data-part': part, 'data-holds': String(holds) }, [
    make('span', {}, say(`part_${part}`, { count })),
    ...(holds
      ? []
      : [
          make(
            'ul',
            {},
            faults.map((fault) => make('li', {}, faultIn(fault, kind, say))),
          ),
        ]),
  ])
}

/** A fault in words, with the receipt or the file it is at. What the form of a file lacks is told by its place in it. */
export function faultIn({ what, seq, file }: Fault, kind: Report['kind'], say: Say): string {
  const word = wordOf(what, { kind, ofReceipt: seq !== undefined && file === undefined })
  return isWord(word) ? say(word, { ...(seq !== undefined && { seq }), ...(file !== undefined && { file }) }) : say('fault_form', { what })
}

function wordOf(what: string, { kind, ofReceipt }: { kind: Report['kind']; ofReceipt: boolean }): string {
  if (what === 'missing' && ofReceipt) return 'fault_missing_receipt'
  if (what === 'root' && (kind === 'certificate' || kind === 'agreement')) return 'fault_certificate_root'
  if (what === 'no head') return 'fault_no_head'
  return what === 'tree of heads' ? 'fault_tree' : `fault_${what}`
}

function factsOf({ facts, key }: Report, { say, language }: In): string[] {
  const size = facts.log && new Intl.NumberFormat(language).format(facts.log.size)
  return [
    facts.company === undefined ? '' : `${say('fact_company')} ${facts.company}`,
    facts.number === undefined ? '' : `${say('fact_number')} ${facts.number}`,
    facts.at === undefined
      ? ''
      : `${say('fact_at')} ${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(facts.at))}`,
    facts.ended === undefined
      ? ''
      : `${say('fact_ended')} ${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(facts.ended))}`,
    facts.both === false ? say('fact_one_signature') : '',
    facts.log && size ? `${say('fact_log')} ${say('fact_log_value', { origin: facts.log.origin, size })}` : '',
    key ? `${say('fact_key')} ${key.shown}` : '',
  ].filter((fact) => fact !== '')
}

function make(tag: string, attributes: Record<string, string>, content: string | readonly Node[]): HTMLElement {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  if (typeof content === 'string') made.textContent = content
  else made.append(...content)
  return made
}
