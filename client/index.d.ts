import type { Endpoints } from './generated/endpoints.d.ts'

export type Options = {
  /** Where the installation is: `https://crm.example`. */
  url: string
  /** A secret API key. */
  key: string
  /** Another fetch: a proxy, a test. */
  fetch?: typeof globalThis.fetch
  /** How long one answer is waited for; 30 seconds when absent. */
  timeoutMs?: number
}

/** What may go along with every call. */
export type Along = {
  /** Conditions such as if-match and if-none-match. */
  headers?: Record<string, string>
  signal?: AbortSignal
}

export type AnyInput = Along & {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  /** The bytes of a file, where the API takes one. */
  raw?: BodyInit
}

/** Walks all pages of a list. */
type Each = <I extends { query?: object }, R>(
  list: (input: I) => Promise<{ items: R[]; next_cursor: string | null }>,
  input?: I,
) => AsyncGenerator<R, void, undefined>

export type Rapport = Endpoints & { each: Each }

/** Says where an installation is and with which key it is asked; nothing is sent yet. */
export function connect(options: Options): Rapport

/** A refusal: what the server said no to, in one sentence; `status` is 0 when nobody answered. */
export class RapportError extends Error {
  readonly status: number
  readonly detail: string
  /** Where in your input. */
  readonly place: string | undefined
  /** Of the request, for whoever looks into the log. */
  readonly id: string | undefined
}
