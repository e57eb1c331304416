// What an open stop forbids. Pure: the gate and the published reach both ask here. A stop of a wider purpose is one of all its parts.

export type Stop = { purpose: string; channel: string; topic: string }

/** What is asked about, with the wider purposes it is part of. */
type About = { purpose: string; above: readonly string[] }

const any = '*'

/** A stop of all contact, or of this purpose altogether: the prohibition that outweighs any basis. */
export function prohibits(stop: Stop, of: About, contacts: boolean): boolean {
  if (stop.channel !== any || stop.topic !== any) return false
  return stop.purpose === any ? contacts : about(stop, of)
}

/** A stop of the whole channel. */
export function stopsChannel(stop: Stop, of: About, channel: string): boolean {
  return stop.channel === channel && stop.topic === any && about(stop, of)
}

/** A stop of the topic, on every channel or on this one. */
export function stopsTopic(stop: Stop, of: About, channel: string, topic: string): boolean {
  return topic !== any && stop.topic === topic && (stop.channel === any || stop.channel === channel) && about(stop, of)
}

const about = (stop: Stop, { purpose, above }: About) => stop.purpose === any || stop.purpose === purpose || above.includes(stop.purpose)
