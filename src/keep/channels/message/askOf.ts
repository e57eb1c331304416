import type { ContactAsk } from '../../gate/index.ts'
import type { MessageRow } from '../tables.ts'

/** A stored message as the gate knows its contact. */
export function askOf(row: MessageRow): ContactAsk {
  return {
    customer: row.customer_id,
    purpose: row.purpose,
    categories: ['contact'],
    channels: [row.channel],
    topic: row.topic,
    contentKey: row.content_key,
    campaign: row.campaign_id ?? undefined,
    unit: row.unit ?? undefined,
    latest: row.latest,
    message: row.message_id,
  }
}
