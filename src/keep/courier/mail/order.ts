// What the keep tells the mail courier and what it hears back. The courier holds no keys and no database: it is handed one
// message's plaintext at a time, with the moment after which its last byte may not leave.

/** A way out. `key` names it to the courier; settings are told once. */
export type Account = {
  host: string
  port: number
  /** TLS from the first byte; without it STARTTLS is used when offered, and demanded with `requireTls`. */
  secure: boolean
  requireTls: boolean
  user: string | null
  password: string | null
  /** What we call ourselves in EHLO, and the domain of Message-IDs. */
  domain: string
  from: { name: string; address: string }
  dkim: { domain: string; selector: string; privateKey: string } | null
  connections: number
}

/** The words of a template in one language; Liquid. Without `html` a plain page is made from the text. */
export type Source = { subject: string; text: string; html: string | null }
export type Template = { [language: string]: Source }

/** A value of a slot, as the sender gave it. */
export type SlotValue =
  | { number: number }
  | { money: { minor: number; currency: string } }
  | { date: string }
  | { moment: string }
  | { code: string }
  | { product: { sku: string; title: string } }
  | { url: string }

/** What the foot of the message says and links to; `reach` is the address that a person at the company reads. */
export type Foot = {
  company: string
  address: string | null
  reach: string
  sentence: string
  why: string | null
  stop: string | null
  checkpoint: string | null
  /** Where one asks whether the message is real, and the code to ask with. */
  check?: { url: string; code: string }
}

export type Rendering = {
  template: string
  language: string
  /** IANA name of the reader's zone: moments are said in it. */
  timeZone: string
  /** Personal fields the template declared; an absent one is an empty string. */
  person: { [field: string]: string }
  slots: { [name: string]: SlotValue }
  foot: Foot
  /** The words alone: no page around them, and of the foot only the company's name. */
  bare?: true
}

export type MailOrder = Rendering & {
  account: string
  to: { name: string; address: string }
  /** The whole header value, with angle brackets; the same at every repetition. */
  messageId: string
  date: string
  /** The one-click address (RFC 8058); null for messages that cannot be refused. */
  listUnsubscribe: string | null
  /** Milliseconds of the courier's own monotonic clock. */
  leaveBefore: number
}

export type Rendered = { subject: string; text: string; html: string }

/** A caught message, read: its parts as text. `html` and the addresses of `links` are as they came: show the one in a sandbox, make links only of http(s) and mailto. */
export type ReadMail = {
  subject: string
  from: string
  to: string
  cc: string
  date: string | null
  text: string
  html: string | null
  headers: [name: string, value: string][]
  links: { href: string; label: string }[]
}

export type ToMail =
  | { account: Account; key: string }
  | { template: Template; key: string }
  | { id: number; mail: MailOrder }
  | { id: number; render: Rendering }
  | { id: number; read: { raw: string } }
  | { id: number; clock: true }

/**
 * `left`: `no` — surely nothing was delivered; `yes` — the server took it; `unknown` — the last byte went and no answer came.
 * `why` is a code, `status` the enhanced status code if the server gave one (RFC 3463). Never the server's words: they quote addresses.
 */
export type MailOutcome = {
  left: 'yes' | 'no' | 'unknown'
  why: 'accepted' | 'lapsed' | 'rejected' | 'deferred' | 'unreachable' | 'refused_login' | 'render' | 'no_answer' | 'courier'
  status: string | null
}

/** `subject` as it was rendered, for the customer's own history. */
export type FromMail = { id: number } & (
  | { outcome: MailOutcome; subject: string | null }
  | { rendered: Rendered }
  | { read: ReadMail }
  | { clock: number }
  | { trouble: string }
)
