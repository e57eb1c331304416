import { hash } from 'node:crypto'

// The canonical JSON of a receipt, put together from its columns. Writing and reading use this one function, so what was
// hashed is what is shown. It gives exactly what `canonical` gives for the same receipt (a property test holds them
// together), five times as fast, because its keys are written in order.

export type Entry = {
  /** Both in hexadecimal. */
  customer: { pseudonym: string; salt: string }
  seq: number
  /** Leaf of the customer's previous receipt, hexadecimal. */
  prev: string
  at: string
  nonce: string
  actor: { kind: string; id: number }
  activity: { kind: string; id: number | null }
  onBehalf: { kind: string | null; id: number | null }
  consent: string | null
  content: string | null
  /** Canonical JSON of the codes. */
  codes: string
}

export function entryText(e: Entry): string {
  const { salt } = e.customer
  const activity = e.activity.id === null ? '' : `"activity":"${mark(salt, e.activity.kind, e.activity.id)}",`
  const consent = e.consent === null ? '' : `"consent":${JSON.stringify(e.consent)},`
  const content = e.content === null ? '' : `"content":${JSON.stringify(e.content)},`
  const behalf = e.onBehalf.kind === null || e.onBehalf.id === null ? '' : `"on_behalf":"${mark(salt, e.onBehalf.kind, e.onBehalf.id)}",`
  return `{${activity}"actor":"${mark(salt, e.actor.kind, e.actor.id)}","at":"${e.at}","codes":${e.codes},${consent}${content}"customer":"${e.customer.pseudonym}","nonce":"${e.nonce}",${behalf}"prev":"${e.prev}","seq":${e.seq},"v":1}`
}

/** SHA-256(0x00 ‖ text), in hexadecimal: the leaf of RFC 6962. */
export function entryLeaf(text: string): string {
  return hash('sha256', `\0${text}`, 'hex')
}

/**
 * How one colleague, call or case looks to one customer: always the same for this customer, different for every other, and
 * telling nothing without the salt, which the customer's head row holds.
 */
function mark(salt: string, kind: string, id: number): string {
  return hash('sha256', `${salt}${kind}:${id}`, 'hex').slice(0, 16)
}
