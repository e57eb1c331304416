import { z } from 'zod'
import type { Keyring } from '../../keyring/index.ts'
import type { Header } from '../mapping/header.ts'
import { type Mapping, mapping } from '../shapes.ts'

// What an import keeps sealed in its row, and where each is bound to.

type Sealing = Pick<Keyring, 'sealRecord' | 'openRecord'>

const place = (id: number, what: string) => `import\0${id}\0${what}`
const names = z.array(z.string())

export const sealKey = (keyring: Sealing, id: number, key: Buffer) => keyring.sealRecord(place(id, 'key'), key)
export const openKey = (keyring: Sealing, id: number, sealed: Buffer) => keyring.openRecord(place(id, 'key'), sealed)

export const sealName = (keyring: Sealing, id: number, name: string) => keyring.sealRecord(place(id, 'name'), name)
export const openName = (keyring: Sealing, id: number, sealed: Buffer) => keyring.openRecord(place(id, 'name'), sealed).toString('utf8')

export const sealNames = (keyring: Sealing, id: number, header: Header) => keyring.sealRecord(place(id, 'header'), JSON.stringify(header.names))
export const openNames = (keyring: Sealing, id: number, sealed: Buffer): string[] =>
  names.parse(JSON.parse(keyring.openRecord(place(id, 'header'), sealed).toString('utf8')))

export const sealMapping = (keyring: Sealing, id: number, of: Mapping) => keyring.sealRecord(place(id, 'mapping'), JSON.stringify(of))
export const openMapping = (keyring: Sealing, id: number, sealed: Buffer): Mapping =>
  mapping.parse(JSON.parse(keyring.openRecord(place(id, 'mapping'), sealed).toString('utf8')))

export const sealRemembered = (keyring: Sealing, headers: Buffer, of: Mapping) =>
  keyring.sealRecord(`import mapping\0${headers.toString('hex')}`, JSON.stringify(of))
/** A mapping of an older version that no longer fits its shape is forgotten. */
export function openRemembered(keyring: Sealing, headers: Buffer, sealed: Buffer): Mapping | undefined {
  const held = mapping.safeParse(JSON.parse(keyring.openRecord(`import mapping\0${headers.toString('hex')}`, sealed).toString('utf8')))
  return held.success ? held.data : undefined
}
