import { z } from 'zod'
import { moment, plain, zone } from '../contract.ts'

// A call of Segment's HTTP tracking API, as its published libraries send it
// (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/). What is not named here is not kept.

const name = plain(200)
/** Numbers as ids are sent by some servers; browsers send null for "nobody". */
const who = z.union([z.string().max(320), z.number()], { error: 'must be a string of at most 320 characters' }).nullish()
const words = z.record(z.string(), z.unknown()).nullish()

const context = z.looseObject({
  locale: z.string().max(40).nullish(),
  timezone: z.union([z.literal(''), zone]).nullish(),
  signature: z.string().max(200).nullish(),
  channel: z.string().max(40).nullish(),
  library: z.looseObject({ name: z.string().nullish() }).nullish(),
  page: words,
  campaign: words,
  app: words,
})

const common = {
  messageId: name.nullish(),
  userId: who,
  anonymousId: who,
  timestamp: moment.nullish(),
  originalTimestamp: moment.nullish(),
  sentAt: z.string().max(64).nullish(),
  context: context.nullish(),
}

export const message = z.discriminatedUnion(
  'type',
  [
    z.object({ ...common, type: z.literal('track'), event: name.min(1), properties: words }),
    z.object({ ...common, type: z.literal('identify'), traits: words }),
    z.object({ ...common, type: z.literal('page'), name: name.nullish(), category: name.nullish(), properties: words }),
    z.object({ ...common, type: z.literal('screen'), name: name.nullish(), category: name.nullish(), properties: words }),
    z.object({ ...common, type: z.literal('group'), groupId: who, traits: words }),
    z.object({ ...common, type: z.literal('alias'), previousId: who }),
  ],
  { error: 'must be one of track, identify, page, screen, group, alias' },
)

export type Message = z.output<typeof message>
export type MessageType = Message['type']
