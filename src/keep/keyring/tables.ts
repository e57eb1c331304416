export type Category = 'contact' | 'content' | 'sensitive' | 'profile'

export type KeyringTables = {
  'keyring.epoch': { epoch: number; made_at: Date; recovery: Buffer; destroyed_at: Date | null }
  'keyring.data_key': { customer_id: number; category: Category; epoch: number; wrapped: Buffer }
  'keyring.destruction': { id: number; customer_id: number; at: Date }
  'keyring.own_key': { name: string; epoch: number; wrapped: Buffer }
}
