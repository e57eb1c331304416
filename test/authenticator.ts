import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

// A passkey authenticator in software, as small as can be: one ES256 key, attestation "none" (W3C Web Authentication,
// level 3, §6.5.4 and §8.7). It signs for whatever origin it is told it stands at; browsers would not.

type At = { origin: string; host: string }

export type Authenticator = {
  id: string
  register(challenge: string, at: At): object
  answer(challenge: string, at: At): object
}

export function authenticator(): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credential = randomBytes(16)
  const id = credential.toString('base64url')
  let counter = 0
  return {
    id,
    register: (challenge, at) => {
      const length = Buffer.from([0, credential.length])
      const data = Buffer.concat([authData(at.host, 0x45, counter), Buffer.alloc(16), length, credential, coseKey(publicKey)])
      const attestation = Buffer.concat([Buffer.from([0xa3]), text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData'), bytes(data)])
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, at),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    answer: (challenge, at) => {
      counter++
      const data = authData(at.host, 0x05, counter)
      const client = clientData('webauthn.get', challenge, at)
      const signed = Buffer.concat([data, createHash('sha256').update(Buffer.from(client, 'base64url')).digest()])
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: client,
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
        },
      }
    },
  }
}

/** rpIdHash, flags (user present 1, user verified 4, credential included 64), counter. */
function authData(host: string, flags: number, counter: number): Buffer {
  const tail = Buffer.alloc(5)
  tail.writeUInt8(flags, 0)
  tail.writeUInt32BE(counter, 1)
  return Buffer.concat([createHash('sha256').update(host).digest(), tail])
}

function clientData(type: string, challenge: string, at: At): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin: at.origin, crossOrigin: false })).toString('base64url')
}

/** COSE key of P-256 (RFC 9053, §7.1.1): kty 2, alg -7, crv 1, x, y. */
function coseKey(key: KeyObject): Buffer {
  const jwk = key.export({ format: 'jwk' })
  const x = Buffer.from(jwk.x ?? '', 'base64url')
  const y = Buffer.from(jwk.y ?? '', 'base64url')
  return Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), bytes(x), Buffer.from([0x22]), bytes(y)])
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
}

/** A CBOR byte string (RFC 8949, §3.1) of less than 65,536 bytes. */
function bytes(value: Buffer): Buffer {
  const head = value.length < 256 ? Buffer.from([0x58, value.length]) : Buffer.from([0x59, value.length >> 8, value.length & 255])
  return Buffer.concat([head, value])
}
