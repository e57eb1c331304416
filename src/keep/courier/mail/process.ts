import { onFrames, writeJson } from '../pipe.ts'
import type { Account, FromMail, MailOrder, MailOutcome, Template, ToMail } from './order.ts'
import { readMail } from './read.ts'
import { render } from './render.ts'
import { openWay, type Way } from './transport.ts'

// The mail courier itself: no keys, no database, no environment. It renders, signs and hands over what it is told, and says
// what became of it; it keeps nothing but connections and the words of templates.

const monotonic = () => performance.now()
const ways = new Map<string, Way>()
const templates = new Map<string, Template>()

onFrames(
  process.stdin,
  (frame) => {
    if ('bytes' in frame) return process.exit(2)
    void hear(JSON.parse(frame.text))
  },
  () => process.exit(2),
)
process.stdin.on('end', () => process.exit(0))

async function hear(said: ToMail): Promise<void> {
  if ('account' in said) return setWay(said.key, said.account)
  if ('template' in said) return void templates.set(said.key, said.template)
  try {
    if ('clock' in said) return say({ id: said.id, clock: monotonic() })
    if ('mail' in said) return say({ id: said.id, ...(await send(said.mail)) })
    if ('render' in said) return say({ id: said.id, rendered: rendered(said.render) })
    return say({ id: said.id, read: await readMail(Buffer.from(said.read.raw, 'base64')) })
  } catch (error) {
    say({ id: said.id, trouble: error instanceof Error ? error.message.slice(0, 300) : 'trouble' })
  }
}

function setWay(key: string, account: Account): void {
  ways.get(key)?.close()
  ways.set(key, openWay(account, monotonic))
}

function rendered(wanted: Parameters<typeof render>[1] & { template: string }) {
  const template = templates.get(wanted.template)
  if (!template) throw new Error('the courier was not given this template')
  return render(template, wanted)
}

async function send(order: MailOrder): Promise<{ outcome: MailOutcome; subject: string | null }> {
  const stays = (why: MailOutcome['why']) => ({ outcome: { left: 'no' as const, why, status: null }, subject: null })
  const way = ways.get(order.account)
  if (!way) return stays('courier')
  let message: ReturnType<typeof rendered>
  try {
    message = rendered(order)
  } catch {
    return stays('render')
  }
  if (monotonic() >= order.leaveBefore) return stays('lapsed')
  return { outcome: await way.send(order, message), subject: message.subject }
}

function say(frame: FromMail): void {
  writeJson(process.stdout, frame)
}
