import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { badInput } from '../errors.ts'

/** Addresses and networks that an operator named. */
export type Networks = { has(address: string): boolean }
/** Whether an address is that of a proxy which is believed when it says whom it speaks for. */
export type TrustedProxies = Networks

const most = 64

/** Reads TRUSTED_PROXIES; empty: nobody is believed. */
export const trustedProxies = (text: string): TrustedProxies => networks(text, 'TRUSTED_PROXIES')

/** Reads addresses and networks (RFC 4632, RFC 4291 section 2.3) with commas between; `setting` is named in what is refused. */
export function networks(text: string, setting: string): Networks {
  const list = new BlockList()
  const parts = text.split(',').map((part) => part.trim())
  const named = parts.filter((part) => part !== '')
  if (named.length > most) throw badInput(`${setting} names ${named.length} networks; at most ${most} are read.`)
  for (const part of named) add(list, part, setting)
  return { has: (address) => isIP(address) !== 0 && list.check(address, familyOf(address)) }
}

function add(list: BlockList, part: string, setting: string): void {
  const [address = '', bits, ...more] = part.split('/')
  const family = isIP(address)
  const widest = family === 4 ? 32 : 128
  const prefix = bits === undefined ? widest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  // A network of all addresses would let anybody be anyone.
  if (family === 0 || more.length > 0 || !(prefix >= 1 && prefix <= widest)) {
    throw badInput(`${setting} names "${part}", which is neither an address nor a network like 10.0.0.0/8.`)
  }
  list.addSubnet(address, prefix, familyOf(address))
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/**
 * Where a request comes from: the other end of the connection, or, where that is a trusted proxy, whom the chain of trusted
 * proxies names in X-Forwarded-For. Each proxy appends whom it heard, so it is read from the end; what stands before the
 * first stranger was written by that stranger.
 */
export function callerAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trusted: TrustedProxies): string {
  const told = request.headers['x-forwarded-for']
  const chain = (typeof told === 'string' ? told : '').split(',').map(plain)
  let caller = plain(request.socket.remoteAddress ?? '')
  while (trusted.has(caller)) {
    const before = chain.pop()
    if (before === undefined || isIP(before) === 0) return caller
    caller = before
  }
  return caller
}

/** IPv4 as such, also when it came over an IPv6 socket. */
const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
