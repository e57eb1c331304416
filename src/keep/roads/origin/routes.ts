import type { Hono } from 'hono'
import { AppError } from '../../../platform/errors.ts'
import { evenly } from '../../../platform/evenly.ts'
import { problemResponse, rateLimit, readForm } from '../../../platform/http/index.ts'
import type { Logger } from '../../../platform/log.ts'
import { networkOf } from '../../access/index.ts'
import { languageOf } from '../../channels/index.ts'
import type { RoadsDeps } from '../deps.ts'
import { askOrigin } from './ask.ts'
import { originPage } from './page.ts'

const mostBytes = 20_000
/** Of one network: somebody with a full mailbox, not somebody who tries codes. */
const ofNetwork = { perSecond: 0.1, burst: 20 }

/** /w — did this message come from us? GET and HEAD show the form and look nothing up. */
export function originRoutes(app: Hono, deps: RoadsDeps & { log: Logger; country(): string | undefined }): void {
  const networks = rateLimit(ofNetwork)
  const language = (request: Request) => languageOf(request, new URL(request.url).searchParams.get('language'))
  app.get('/w', (c) => originPage({ language: language(c.req.raw) }))
  app.post('/w', async (c) => {
    const request = c.req.raw
    try {
      const body = await readForm(request, mostBytes)
      const part = (name: string, most: number) => (body.get(name) ?? '').trim().slice(0, most)
      const asked = { address: part('address', 320), day: part('day', 10), text: part('text', 2000) }
      try {
        networks.spend(networkOf(request), deps.clock.monotonic())
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return originPage({ language: language(request), asked, verdict: 'busy', status: 429 })
      }
      const verdict = await evenly(deps.clock, () => askOrigin(deps, { ...asked, country: deps.country() }))
      return originPage({ language: language(request), asked, verdict })
    } catch (error) {
      return problemResponse(error, deps.log)
    }
  })
}
