// What an open stop forbids. Pure: the gate and the published reach both ask here.

export type Stop = { purpose: string; channel: string; topic: string }

const any = '*'

/** A stop of all contact, or of this purpose altogether: the prohibition that outweighs any basis. */
export function prohibits(stop: Stop, purpose: string, contacts: boolean): boolean {
  if (stop.channel !== any || stop.topic !== any) return false
  return stop.purpose === purpose || (stop.purpose === any && contacts)
}

/** A stop of the whole channel. */
export function stopsChannel(stop: Stop, purpose: string, channel: string): boolean {
  return stop.channel === channel && stop.topic === any && about(stop, purpose)
}

/** A stop of the topic, on every channel or on this one. */
export function stopsTopic(stop: Stop, purpose: string, channel: string, topic: string): boolean {
  return topic !== any && stop.topic === topic && (stop.channel === any || stop.channel === channel) && about(stop, purpose)
}

const about = (stop: Stop, purpose: string) => stop.purpose === any || stop.purpose === purpose
