export type WorkTables = {
  'office.task': {
    customer_id: number
    task_id: number
    kind: 'task' | 'promise' | 'call_back'
    case_id: number | null
    assignee: number | null
    made_by: number
    due_at: Date | null
    state: 'open' | 'done' | 'dropped'
    created_at: Date
    done_at: Date | null
    done_by: number | null
    /** When it is to be brought to mind, and when it was. */
    remind_at: Date | null
    reminded_at: Date | null
    unit_id: number | null
  }
  'office.work_case': {
    customer_id: number
    case_id: number
    number: string
    kind: 'complaint' | 'dispute' | 'question' | 'request'
    assignee: number | null
    made_by: number
    opened_at: Date
    due_at: Date | null
    state: 'open' | 'solved' | 'dropped'
    closed_at: Date | null
    closed_by: number | null
    rating: number | null
    unit_id: number | null
    remind_at: Date | null
    reminded_at: Date | null
  }
  'office.work_change': {
    customer_id: number
    change_id: number
    of: 'task' | 'case'
    work_id: number
    what: 'words' | 'kind' | 'state' | 'assignee' | 'due_at' | 'remind_at' | 'unit'
    was: string | null
    became: string | null
    at: Date
    by_staff: number | null
  }
  'office.favourite': { customer_id: number; staff_id: number; at: Date }
}

export type Task = WorkTables['office.task']
export type WorkCase = WorkTables['office.work_case']
