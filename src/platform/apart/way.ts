import { connect, type TLSSocket } from 'node:tls'
import type { Papers, Wing } from './papers.ts'
import type { Place, Protocol } from './port.ts'

/** The way to a part on another machine, or to whichever of several that answers. */
export type SecureWay = { connect(protocol: Protocol): TLSSocket }

const patienceMs = 3_000
const aliveEveryMs = 5_000

/** Connects to where the last connection succeeded, else to the next place; the other side must show a certificate of `whom`. */
export function secureWay(places: readonly Place[], papers: Papers, whom: Wing): SecureWay {
  let at = 0
  return {
    connect: (protocol) => {
      const mine = at
      const place = places[mine % places.length]
      const socket = connect({ ...place, ...papers, servername: whom, minVersion: 'TLSv1.3', ALPNProtocols: [protocol] })
      socket.setKeepAlive(true, aliveEveryMs)
      let met = false
      const late = setTimeout(() => socket.destroy(), patienceMs)
      socket.once('secureConnect', () => {
        met = true
        clearTimeout(late)
      })
      socket.once('close', () => {
        clearTimeout(late)
        if (!met && at === mine) at += 1
      })
      return socket
    },
  }
}
