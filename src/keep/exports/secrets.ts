import type { Keyring } from '../keyring/index.ts'

// What an export keeps sealed in its row, and where each is bound to.

type Sealing = Pick<Keyring, 'sealRecord' | 'openRecord'>
const place = (id: number, what: string) => `export\0${id}\0${what}`

export const sealKey = (keyring: Sealing, id: number, key: Buffer) => keyring.sealRecord(place(id, 'key'), key)
export const openKey = (keyring: Sealing, id: number, sealed: Buffer) => keyring.openRecord(place(id, 'key'), sealed)
export const sealWhy = (keyring: Sealing, id: number, why: string) => keyring.sealRecord(place(id, 'why'), why)
export const openWhy = (keyring: Sealing, id: number, sealed: Buffer) => keyring.openRecord(place(id, 'why'), sealed).toString('utf8')
