import { type Db, sql } from '../db/index.ts'
import type { Queue } from './queues.ts'

/** Jobs of a queue that failed for the last time and are not tried again, by the name of their task. */
export async function jobsGivenUp<T>(db: Db<T>, schema: Queue): Promise<{ task: string; count: number }[]> {
  const { rows } = await sql<{ task: string; count: number }>`
    select t.identifier as task, count(*) as count
      from ${sql.table(`${schema}._private_jobs`)} j join ${sql.table(`${schema}._private_tasks`)} t on t.id = j.task_id
     where j.attempts >= j.max_attempts and j.locked_at is null group by 1 order by 1`.execute(db)
  return rows
}
