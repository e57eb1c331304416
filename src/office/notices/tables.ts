export type NoticeTables = {
  'office.notice': {
    customer_id: number
    notice_id: number
    staff_id: number
    kind: string
    made_by: number | null
    subject_kind: string | null
    subject_id: number | null
    facts: { [name: string]: number | boolean | string }
    once: string | null
    in_app: boolean
    mail_due_at: Date | null
    at: Date
    read_at: Date | null
  }
  'office.notice_choice': { staff_id: number; kind: string; in_app: boolean; mail: 'no' | 'at_once' | 'digest' }
  'office.quiet_time': { staff_id: number; from_minute: number; to_minute: number; time_zone: string }
}

export type Notice = NoticeTables['office.notice']
