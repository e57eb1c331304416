export type AccountTables = {
  'office.staff_choice': { staff_id: number; time_zone: string | null; single_keys: boolean; hints: string[]; pins: string[] }
  'office.recent': { customer_id: number; staff_id: number; at: Date }
}
