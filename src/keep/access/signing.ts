import type { Keyring } from '../keyring/index.ts'

/**
 * With this a source's own server signs user ids for pages that hold only the write key: the signature is the hexadecimal
 * HMAC-SHA-256 of the user id under these hexadecimal characters. One for a source, whichever of its keys is used; made from
 * the keep's index key, so it stands in no table.
 */
export const signingSecretOf = (keyring: Pick<Keyring, 'digest'>, source: string): string => keyring.digest('user signature', source).toString('hex')
