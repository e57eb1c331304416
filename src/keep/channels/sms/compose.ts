import type { Rendering } from '../../courier/index.ts'
import type { WireDeps } from '../deps.ts'
import { checkCode } from '../link/checkCode.ts'
import { type Opened, openAll, renderingOf, templateKey } from '../message/compose.ts'
import type { MessageRow } from '../tables.ts'
import { isSealed } from '../template/slots.ts'
import type { Sms } from './adapter.ts'

// The words of an SMS: those of the template, and, where nobody had ordered it, how to stop it.

/** Ten parts of seventy letters. */
const longest = 700

export type ComposedSms = { sms: Sms; recipient: Buffer; subject: string | null }

/** One for each row, in their order; undefined where the person has no number that may be written to, or the words cannot be rendered. */
export async function composeSms(deps: WireDeps, rows: readonly MessageRow[]): Promise<(ComposedSms | undefined)[]> {
  if (rows.length === 0) return []
  const way = await deps.ways.now()
  const opened = await openAll(deps, rows, 'phone')
  return Promise.all(
    rows.map(async (row) => {
      const template = opened.templates.get(templateKey(row))
      const to = opened.address(row.customer_id)
      if (!template || !to) return undefined
      deps.mail.template(templateKey(row), template.words)
      const wanted: Rendering = { ...renderingOf(deps, way, row, { template, opened }), bare: true }
      const text = await deps.mail.render(wanted).then(
        ({ text: said }) => withFoot(deps, said, row, languageOf(opened, row, way.company.language)),
        () => undefined,
      )
      if (text === undefined || text === '' || text.length > longest) return undefined
      // What holds a secret is told to nobody but the phone.
      const secret = Object.values(template.slots).some(isSealed)
      return {
        sms: { id: deps.ids.show('message', row.message_id), to: to.value, text },
        recipient: to.digest,
        subject: secret ? null : (text.split('\n')[0]?.slice(0, 140) ?? null),
      }
    }),
  )
}

const languageOf = (opened: Opened, row: MessageRow, usual: string) => opened.who.get(row.customer_id)?.language ?? usual

/** How to stop it, where nobody had ordered it, and the code by which they can ask whether it is ours. */
function withFoot(deps: WireDeps, text: string, row: MessageRow, language: string): string {
  if (!row.once) return text
  const [stop, check] = language.startsWith('ru') ? ['Отказ: ответьте СТОП', 'Проверка'] : ['To stop: reply STOP', 'Check']
  return `${text}\n${stop}\n${check}: ${deps.publicUrl.replace(/^https?:\/\//, '')}/w ${checkCode(deps.keyring, row.message_id)}`
}

/** As the built-in mailbox keeps one: a letter with the number as its address. */
export function asLetter(sms: Sms, of: { company: string; domain: string; at: Date }): Buffer {
  const encoded = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
  const lines = [
    `Return-Path: <>`,
    `Delivered-To: ${sms.to}`,
    `From: ${encoded(of.company)} <sms@${of.domain}>`,
    `To: ${sms.to}`,
    `Subject: SMS`,
    `Message-ID: <${sms.id}@${of.domain}>`,
    `X-Rapport-Channel: sms`,
    `Date: ${of.at.toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ]
  const body = Buffer.from(sms.text).toString('base64').replace(/.{76}/g, '$&\r\n')
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}\r\n`)
}
