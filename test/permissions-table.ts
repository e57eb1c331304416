import { writeFileSync } from 'node:fs'
import { askAll } from './permissions/asking.ts'
import { castOf, customersSession } from './permissions/people.ts'
import { nameOf, printTable, tableFile } from './permissions/table.ts'
import { makeThings } from './permissions/things.ts'
import { endpointsOfContracts } from './tidy/contracts.ts'

// Writes test/permissions.txt as the house answers now. Read the difference before you commit it: the test only holds what stands there.

const endings: (() => unknown)[] = []
const t = { after: (end: () => unknown) => void endings.push(end) }
try {
  const cast = await castOf(t)
  const things = await makeThings(cast.admin, cast.spare)
  cast.as.customer = await customersSession(t, cast.product, things.params['customer_id'] ?? '')
  const endpoints = (await endpointsOfContracts()).toSorted((a, b) => (a.path === b.path ? (a.method < b.method ? -1 : 1) : a.path < b.path ? -1 : 1))
  // Refused calls first, for they change nothing; which these are nobody knows yet, so those who may least begin.
  const rows = await askAll(cast, things, endpoints, () => true)
  writeFileSync(tableFile, printTable(rows))
  process.stdout.write(`${rows.length} endpoints in ${tableFile.pathname}; the first: ${endpoints[0] ? nameOf(endpoints[0]) : ''}\n`)
} finally {
  for (const end of endings.reverse()) await end()
}
