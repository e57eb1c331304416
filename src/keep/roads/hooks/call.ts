import { z } from 'zod'
import { badInput } from '../../../platform/errors.ts'
import { type Hooked, messageDelivered } from '../../channels/index.ts'
import type { ReadMail } from '../../courier/index.ts'
import type { RoadsDeps } from '../deps.ts'
import { heardReply } from '../reply/hear.ts'
import { saidByLetter } from '../reply/own.ts'

// What a provider calls us with: that a message was delivered or not, that an SMS or a letter came.

const short = z.string().min(1).max(200)
const told = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message.delivered'), data: z.object({ id: short }) }),
  z.object({
    type: z.literal('message.failed'),
    data: z.object({
      id: short,
      /** The number is not in use: nothing is sent to it again. */
      number_gone: z.boolean().default(false),
    }),
  }),
  z.object({ type: z.literal('sms.received'), data: z.object({ id: short, from: z.string().min(1).max(40), text: z.string().max(5000) }) }),
  z.object({
    type: z.literal('mail.received'),
    data: z.object({
      id: short,
      /** The letter as it came over the wire (RFC 5322), in base64. */
      raw: z.base64().max(4_000_000),
    }),
  }),
])

export type CallDeps = RoadsDeps & {
  country(): string | undefined
  ids: { read(kind: 'message', shown: string): number | undefined }
  readMail(raw: Buffer): Promise<ReadMail>
}

/** Does what a call tells of. What is about nobody or nothing we know is answered like all else. */
export async function takeCall(deps: CallDeps, account: Hooked, body: Buffer): Promise<void> {
  const said = told.safeParse(parsed(body))
  if (!said.success) throw badInput('This call has no form that we know: docs/roads.md shows them.', said.error.issues[0]?.path.join('.') ?? 'body')
  const { type, data } = said.data
  if ((type === 'mail.received') !== (account.channel === 'inbound_mail')) throw badInput('This provider does not tell of that.', 'type')
  const id = `${account.id} ${data.id}`
  if (type === 'sms.received') await heardReply(deps, { id, via: 'sms', address: data.from, words: data.text, country: deps.country() })
  else if (type === 'mail.received') await takeLetter(deps, id, Buffer.from(data.raw, 'base64'))
  else {
    const message = deps.ids.read('message', data.id)
    if (message !== undefined)
      await messageDelivered(deps, { message, delivered: type === 'message.delivered', gone: 'number_gone' in data && data.number_gone })
  }
}

async function takeLetter(deps: CallDeps, id: string, raw: Buffer): Promise<void> {
  const mail = await deps.readMail(raw)
  const words = saidByLetter(mail)
  if (words === undefined) return
  const header = (name: string) => mail.headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? ''
  const answered = [...`${header('in-reply-to')} ${header('references')}`.matchAll(/<([^@<>\s]{1,100})@/g)]
    .map(([, shown = '']) => deps.ids.read('message', shown))
    .filter((message) => message !== undefined)
  const address = /<([^<>\s]+)>\s*$/.exec(mail.from)?.[1] ?? mail.from
  await heardReply(deps, { id, via: 'email', address, message: answered[0], words })
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
