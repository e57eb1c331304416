export type QualityTables = {
  'fact.quality': { customer_id: number; fields: string[]; confirmed: Date[]; against: string[]; gathered_at: Date }
}
