import { type Asked, outward, type Said } from '../../../platform/http/outward.ts'

/** A request to another site, and the private networks that the operator opened. */
export type AskRequest = { asked: Asked; allowed: string }

export const patienceMs = 10_000
export const mostBytes = 256 * 1024

export const ask = ({ asked, allowed }: AskRequest): Promise<Said> => outward(allowed).ask(asked, { patienceMs, mostBytes })
