import { Agent, request } from 'node:http'

// Sends calls of 100 events over a handful of connections, each with one call under way.

export const perCall = 100
const connections = 24

/** 100,000 made-up customers, each with a number, an address and a name. */
export function* customersOf(n: number): Iterable<string> {
  for (let at = 0; at < n; at += perCall) yield call(Math.min(perCall, n - at), (i) => customer(at + i))
}

/** Visits, messages, usage and, one in five, orders of two lines, spread over the customers. */
export function* eventsOf(n: number, customers: number, from = 0): Iterable<string> {
  for (let at = 0; at < n; at += perCall) yield call(Math.min(perCall, n - at), (i) => event(from + at + i, customers))
}

const call = (n: number, one: (i: number) => string) => `{"interactions":[${Array.from({ length: n }, (_, i) => one(i)).join(',')}]}`

const customer = (i: number) =>
  `{"id":"c-${i}","at":"2024-01-01T00:00:00Z","kind":"identify","channel":"system","direction":"none","customer":{"identifiers":[{"kind":"user","value":"u-${i}"},{"kind":"email","value":"person${i}@example.org"}],"fields":{"surname":"Ivanov${i}","name":"Anna"},"language":"ru"},"content":{"text":"First letter."}}`

const kinds = ['visit', 'message', 'usage', 'page', 'order']
const channels = ['shop', 'email', 'app', 'web', 'shop']
const facts = ['"guests":2', '"attachments":0', '"service":"voice","units":12', '"seconds":4', '"method":"card","delivery":"courier"']

function event(i: number, customers: number): string {
  const who = (i * 7919) % customers
  const at = new Date(Date.UTC(2026, 10, 1) + i * 100).toISOString()
  const n = i % 5
  const order = n === 4 ? `,"amount":{"minor":${10_000 + (i % 90_000)},"currency":"RUB"},"items":[${line(i)},${line(i + 13)}]` : ''
  return `{"id":"e-${i}","at":"${at}","kind":"${kinds[n]}","channel":"${channels[n]}","customer":{"identifiers":[{"kind":"user","value":"u-${who}"}]},"facts":{${facts[n]}}${order},"content":{"text":"Please keep event ${i} for me until Friday, I will come by in the evening.","url":"https://shop.example.org/p/${i % 1000}"}}`
}

const line = (i: number) =>
  `{"sku":"sku-${i % 2000}","title":"Product number ${i % 2000}","quantity":${1 + (i % 3)},"price_minor":5000,"amount_minor":${5000 * (1 + (i % 3))}}`

export type Sent = { perSecond: number; p50: number; p99: number }

/** Where to send to, and with which key. */
export type To = ({ socketPath: string } | { port: number }) & { secret: string }

/** Sends every call once and gives events per second and the times of calls in milliseconds. Any answer but 200 ends it. */
export async function send(to: To, calls: Iterable<string>): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const all = calls[Symbol.iterator]()
  const times: number[] = []
  const started = performance.now()
  const one = async () => {
    for (let next = all.next(); !next.done; next = all.next()) {
      const from = performance.now()
      await post(agent, to, next.value)
      times.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: connections }, one))
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  return { perSecond: (times.length * perCall) / seconds, p50: times[Math.floor(times.length * 0.5)] ?? 0, p99: times[Math.floor(times.length * 0.99)] ?? 0 }
}

function post(agent: Agent, { secret, ...where }: To, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}`, 'content-length': Buffer.byteLength(body) }
    const call_ = request({ agent, ...where, method: 'POST', path: '/v1/interactions', headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
      })
      answer.on('end', () =>
        answer.statusCode === 200 && text.includes('"refused":0') ? resolve() : reject(new Error(`${answer.statusCode} ${text.slice(0, 300)}`)),
      )
    })
    call_.on('error', reject)
    call_.end(body)
  })
}
