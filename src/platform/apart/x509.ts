import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

// Just enough of X.509 to make our own certificates: version 3, ECDSA over P-256 with SHA-256 (RFC 5280 and RFC 5758, section
// 3.2), written in DER (ITU-T X.690). Reading and checking them is Node's matter.

/** PEM texts of one certificate and its key. */
export type Issued = { cert: string; key: string }

type Wanted = {
  /** Common name; a part's is also its DNS name, which the other side asks for. */
  name: string
  /** What it may be used for: signing others, or as one end of a connection. */
  for: 'authority' | 'server' | 'client'
  from: Date
  until: Date
}

/** A certificate signed by `issuer`, or by itself. */
export function issue(wanted: Wanted, issuer?: Issued & { name: string }): Issued {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
  const signer = issuer ? createPrivateKey(issuer.key) : pair.privateKey
  const signersSpki = issuer ? createPublicKey(issuer.cert).export({ type: 'spki', format: 'der' }) : spki
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(randomBytes(16)),
    algorithm,
    nameOf(issuer?.name ?? wanted.name),
    sequence(time(wanted.from), time(wanted.until)),
    nameOf(wanted.name),
    spki,
    explicit(3, sequence(...extensions(wanted, spki, signersSpki))),
  )
  const der = sequence(toBeSigned, algorithm, bits(sign('sha256', toBeSigned, signer), 0))
  return { cert: pem(der), key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

// RFC 5280, section 4.2.1.
function extensions(wanted: Wanted, spki: Buffer, signersSpki: Buffer): Buffer[] {
  const keys = [extension('2.5.29.14', octets(keyId(spki))), extension('2.5.29.35', sequence(tlv(0x80, keyId(signersSpki))))]
  if (wanted.for === 'authority') {
    const signsOnlyEnds = sequence(boolean(true), integer(Buffer.from([0])))
    return [extension('2.5.29.19', signsOnlyEnds, 'critical'), extension('2.5.29.15', bits(Buffer.from([0x04]), 2), 'critical'), ...keys] // keyCertSign
  }
  const use = wanted.for === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2'
  return [
    extension('2.5.29.19', sequence(), 'critical'),
    extension('2.5.29.15', bits(Buffer.from([0x80]), 7), 'critical'), // digitalSignature
    extension('2.5.29.37', sequence(oid(use))),
    extension('2.5.29.17', sequence(tlv(0x82, Buffer.from(wanted.name, 'ascii')))),
    ...keys,
  ]
}

const extension = (id: string, value: Buffer, weight?: 'critical') => sequence(oid(id), ...(weight ? [boolean(true)] : []), octets(value))

/** Method 1 of RFC 5280, section 4.2.1.2: SHA-1 over the bits of the public key, which end the structure around them (65 bytes). */
const keyId = (spki: Buffer) => createHash('sha1').update(spki.subarray(-65)).digest()

const nameOf = (common: string) => sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(common, 'utf8')))))

/** RFC 5280, section 4.1.2.5: two digits of the year until 2049, four from then on. */
function time(at: Date): Buffer {
  const text = at
    .toISOString()
    .replace(/[-:T]/g, '')
    .replace(/\.\d+Z$/, 'Z')
  return at.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(text.slice(2), 'ascii')) : tlv(0x18, Buffer.from(text, 'ascii'))
}

const sequence = (...parts: Buffer[]) => tlv(0x30, ...parts)
const explicit = (n: number, inner: Buffer) => tlv(0xa0 + n, inner)
const octets = (bytes: Buffer) => tlv(0x04, bytes)
const boolean = (yes: boolean) => tlv(0x01, Buffer.from([yes ? 0xff : 0]))
const bits = (bytes: Buffer, unused: number) => tlv(0x03, Buffer.from([unused]), bytes)

/** Positive, and without leading zeros that X.690, section 8.3.2, forbids. */
function integer(bytes: Buffer): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1
  const least = bytes.subarray(start)
  return (least[0] ?? 0) >= 0x80 ? tlv(0x02, Buffer.from([0]), least) : tlv(0x02, least)
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(n: number): number[] {
  const out = [n & 0x7f]
  for (let left = n >>> 7; left > 0; left >>>= 7) out.unshift((left & 0x7f) | 0x80)
  return out
}

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const length = body.length < 0x80 ? [body.length] : body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >>> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
