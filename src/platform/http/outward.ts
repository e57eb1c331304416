import { type LookupAddress, lookup } from 'node:dns'
import { type ClientRequest, request as plainRequest, type RequestOptions } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { badInput } from '../errors.ts'
import { networks } from './peer.ts'

// Requests to addresses that somebody typed. Whoever types one must not reach by us what they cannot reach themselves: the
// machine's own ports, the company's network, the cloud's metadata. The address is looked at when the connection is made, so a
// name that points elsewhere a moment later does not help.

/** Special-purpose addresses (IANA registries, RFC 6890): everything that is not a host of the internet. */
const special = [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16',
  '198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  '::/3 4000::/2 8000::/1 2001::/23 2001:db8::/32 2002::/16 3fff::/20',
]

// Two lists: one alone reads an IPv4 address as the IPv6 one that holds it.
const notPublic = { 4: new BlockList(), 6: new BlockList() }
for (const network of special.join(' ').split(' ')) {
  const [address = '', bits] = network.split('/')
  if (isIP(address) === 6) notPublic[6].addSubnet(address, Number(bits), 'ipv6')
  else notPublic[4].addSubnet(address, Number(bits), 'ipv4')
}

/** Whether this is the address of a host of the internet. An IPv4 address inside an IPv6 one is none: those forms lie in ::/3. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  return family === 4 ? !notPublic[4].check(address, 'ipv4') : family === 6 && !notPublic[6].check(address, 'ipv6')
}

/** Why nothing came back. */
type OutwardTrouble = 'private_address' | 'no_address' | 'not_reached' | 'not_secure' | 'too_slow' | 'cut_off'
export type OutwardAnswer = { status: number; retryAfter: string | null } | { trouble: OutwardTrouble }

/** A request whose answer is wanted. */
export type Asked = { method: 'GET' | 'POST'; url: string; headers: { [name: string]: string }; body?: string | undefined }
/** What the other side said: text of a stranger. */
export type Said = { status: number; type: string; body: string } | { trouble: OutwardTrouble | 'too_long' }

export type Outward = {
  /** What is wrong with an address before it is asked, as bad_input; its name is looked up only when it is asked. Gives it as it is asked. */
  checked(url: string, place: string): string
  /** Posts JSON and gives the status; what the other side says is thrown away. Redirects are not followed. */
  post(url: string, sent: { headers: { [name: string]: string }; body: string }, patienceMs: number): Promise<OutwardAnswer>
  /** Asks and gives what was said, at most so many bytes of it. Redirects are not followed. */
  ask(asked: Asked, within: { patienceMs: number; mostBytes: number }): Promise<Said>
}

const mostRead = 65_536

/** `allowed`: private addresses and networks that the operator opened (OUTWARD_NETWORKS); there http will do too. */
export function outward(allowed: string): Outward {
  const opened = networks(allowed, 'OUTWARD_NETWORKS')
  const mayReach = (address: string) => isPublic(address) || opened.has(address)
  return {
    checked(url, place) {
      const read = URL.parse(url)
      if (!read || (read.protocol !== 'https:' && read.protocol !== 'http:')) throw badInput('This is no web address like https://example.com/rapport.', place)
      if (read.username !== '' || read.password !== '') throw badInput('The address must hold no name and password.', place)
      const host = bare(read.hostname)
      if (isIP(host) !== 0 && !mayReach(host)) throw badInput('This address lies in a private network, which is not asked.', place)
      if (read.protocol === 'http:' && !opened.has(host)) throw badInput('The address must begin with https.', place)
      read.hash = ''
      return read.href
    },
    post: (url, sent, patienceMs) =>
      new Promise((answer) => {
        const asked = begin({ method: 'POST', url, ...sent }, patienceMs)
        if (!asked) return answer({ trouble: 'private_address' })
        asked.on('error', (error) => answer({ trouble: troubleOf(error) }))
        asked.once('close', () => answer({ trouble: 'cut_off' }))
        asked.once('response', (response) => {
          const { statusCode: status = 0, headers } = response
          answer({ status, retryAfter: headers['retry-after'] ?? null })
          throwAway(asked, response)
        })
      }),
    ask: (wanted, { patienceMs, mostBytes }) =>
      new Promise((answer) => {
        const { protocol, hostname } = new URL(wanted.url)
        if (protocol !== 'https:' && !opened.has(bare(hostname))) return answer({ trouble: 'not_secure' })
        const asked = begin(wanted, patienceMs)
        if (!asked) return answer({ trouble: 'private_address' })
        asked.on('error', (error) => answer({ trouble: troubleOf(error) }))
        asked.once('close', () => answer({ trouble: 'cut_off' }))
        asked.once('response', (response) => {
          const pieces: Buffer[] = []
          let read = 0
          response.on('error', () => undefined)
          response.on('data', (bytes: Buffer) => {
            pieces.push(bytes)
            read += bytes.length
            if (read <= mostBytes) return
            answer({ trouble: 'too_long' })
            asked.destroy()
          })
          response.once('end', () => {
            const { statusCode: status = 0, headers } = response
            answer({ status, type: headers['content-type'] ?? '', body: Buffer.concat(pieces).toString('utf8') })
          })
        })
      }),
  }

  /** Sends a request on its way; undefined when its address is not to be asked. */
  function begin({ method, url, headers, body }: Asked, patienceMs: number): ClientRequest | undefined {
    const target = new URL(url)
    const host = bare(target.hostname)
    if (isIP(host) !== 0 && !mayReach(host)) return undefined
    const options: RequestOptions = {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      lookup: (name, wanted, give) =>
        lookup(name, { ...wanted, all: true }, (error, found: LookupAddress[]) => {
          const refused = error ?? (found.every(({ address }) => mayReach(address)) ? null : new PrivateAddress())
          if (refused || !found[0]) return give(refused ?? new Error('no address'), [])
          if (wanted.all) give(null, found)
          else give(null, found[0].address, found[0].family)
        }),
    }
    const asked = (target.protocol === 'https:' ? tlsRequest : plainRequest)(target, options)
    const patience = setTimeout(() => asked.destroy(new TooSlow()), patienceMs)
    asked.once('close', () => clearTimeout(patience))
    asked.end(body)
    return asked
  }
}

class PrivateAddress extends Error {}
class TooSlow extends Error {}

/** The rest is read only as far as it is short: a receiver that never ends is hung up on. */
function throwAway(asked: ClientRequest, response: NodeJS.ReadableStream): void {
  let read = 0
  response.on('error', () => undefined)
  response.on('data', (bytes: Buffer) => {
    read += bytes.length
    if (read > mostRead) asked.destroy()
  })
}

function troubleOf(error: Error): OutwardTrouble {
  if (error instanceof PrivateAddress) return 'private_address'
  if (error instanceof TooSlow) return 'too_slow'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'no_address'
  if (/CERT|SSL|TLS|SIGNATURE|ISSUER/.test(code) || code === 'EPROTO') return 'not_secure'
  return code === 'ECONNRESET' ? 'cut_off' : 'not_reached'
}

/** An IPv6 address stands in brackets in an address of the web. */
const bare = (hostname: string) => hostname.replace(/^\[(.*)\]$/, '$1')
