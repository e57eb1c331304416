import { readFileSync } from 'node:fs'
import type { AnyEndpoint } from '../../src/platform/http/index.ts'
import { type AskerName, askers } from './people.ts'

/** What became of a call: let in (and answered in whatever way), refused, or asked to sign in first. */
export type Answered = '+' | '-' | '!'
export type Row = { endpoint: string; answers: { [asker in AskerName]?: Answered } }

export const nameOf = (endpoint: AnyEndpoint) => `${endpoint.method} ${endpoint.path}`
export const tableFile = new URL('../permissions.txt', import.meta.url)

const head = `# Who may call what: every endpoint of every contract, by each role, key, customer and nobody. A person reads it; a test holds it.
# Made by: node test/permissions-table.ts
#   +  let in (the input may still be wrong, the thing gone, a purpose not cover it)
#   -  refused (403)
#   !  asked to sign in first (401)
# till is a role of a company's own: sees names and tasks for service, changes no field, works with its own units.
# as-clerk is an administrator who looks through a clerk's eyes.
`

/** The table as it is kept. */
export function printTable(rows: readonly Row[]): string {
  const widest = Math.max(...rows.map((row) => row.endpoint.length))
  const line = (first: string, cells: readonly string[]) =>
    [first.padEnd(widest), ...cells.map((cell, i) => cell.padEnd(askers[i]?.length ?? 0))].join(' ').trimEnd()
  const lines = rows.map((row) =>
    line(
      row.endpoint,
      askers.map((asker) => row.answers[asker] ?? '.'),
    ),
  )
  return `${head}${line('', askers)}\n${lines.join('\n')}\n`
}

/** The table that a person has read. */
export function readTable(): Map<string, Row> {
  const lines = readFileSync(tableFile, 'utf8')
    .split('\n')
    .filter((line) => /^[A-Z]+ \//.test(line))
  return new Map(
    lines.map((line) => {
      const [method = '', path = '', ...cells] = line.split(/ +/)
      const answers = Object.fromEntries(askers.map((asker, i) => [asker, answeredOf(cells[i])]))
      return [`${method} ${path}`, { endpoint: `${method} ${path}`, answers }]
    }),
  )
}

const answeredOf = (cell: string | undefined): Answered | undefined => (cell === '+' || cell === '-' || cell === '!' ? cell : undefined)
