import { assert } from '../../platform/errors.ts'
import { channels } from '../interactions/contract.ts'

// A contact as one number in person_state.recent: seconds since 2000 in the high bits, then five bits of channel and sixteen
// of topic. Sorted numbers are sorted times. Times are rounded up when kept and down when asked for, so that two contacts a
// window apart by the second are at least a window apart.

const epoch2000 = 946_684_800
/** A mark over this is its second. */
export const markSecond = 2 ** 21
const perSecond = markSecond
const perChannel = 2 ** 16
const numbers = new Map<string, number>(channels.map((channel, i) => [channel, i + 1]))

assert(channels.length < 31, 'five bits hold 31 channels')

/** The number of a channel inside marks; 0 for one we do not know. Channels are only ever added at the end of their list. */
export const channelNumber = (channel: string) => numbers.get(channel) ?? 0

export function contactMark(at: Date, channel: number, topic: number): number {
  assert(topic >= 0 && topic < perChannel, 'sixteen bits hold the topic')
  return (Math.ceil(at.getTime() / 1000) - epoch2000) * perSecond + channel * perChannel + topic
}

/** The second of a mark, since 2000. */
export const secondOf = (mark: number) => Math.floor(mark / perSecond)
export const channelOf = (mark: number) => Math.floor((mark % perSecond) / perChannel)
export const topicOf = (mark: number) => mark % perChannel

export const secondAt = (at: Date) => Math.floor(at.getTime() / 1000) - epoch2000
export const timeOfSecond = (second: number) => new Date((second + epoch2000) * 1000)
