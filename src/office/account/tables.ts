/** 1 Monday, 6 Saturday, 7 Sunday, as ISO 8601 counts days. */
export type WeekStart = 1 | 6 | 7

export type AccountTables = {
  'office.staff_choice': { staff_id: number; time_zone: string | null; single_keys: boolean; week_start: WeekStart; hints: string[]; pins: string[] }
  'office.recent': { customer_id: number; staff_id: number; at: Date }
}
