import { badInput } from '../../../platform/errors.ts'
import type { Position, TroubledLine } from '../../courier/index.ts'
import type { Plan } from '../mapping/plan.ts'
import type { Cursor, Gathering, Reject } from '../run/preset.ts'
import { addSum, addSums, countReject, emptyTally, noSum, type Sums } from '../run/tally.ts'
import type { Apart } from './apart.ts'
import type { LineReader } from './line.ts'
import type { Order } from './order.ts'

/** The first chunk is small, so that storing begins while reading goes on; each is twice the last. */
const fewestLines = 4_000
const enoughLines = 40_000
const enoughOrders = 8_000
const mostHeldLines = 300_000
const mostLinesOfOrder = 20_000

/** Lines that could not be read and belong to no order that we could tell. */
const unread = 'unread'

type Open = Order & { start: Position; first: number }
/** Rows in a row that name the same order: all of them are dealt with, or none is. */
type Run = { open: Open; first: number; last: number; start: Position; rows: number; file: Sums; rejects: Reject[] }

/**
 * Groups rows to orders. An order is whole at its last row; one that stands in several places (`apart`) is held until
 * then. The cursor never passes a row whose order is still open: going on from it gives the same orders again.
 */
export function gatherOrders(plan: Plan, reader: LineReader, apart: Apart, resumed: Cursor): Gathering<Order> {
  const held = new Map<string, Open>()
  let heldLines = 0
  let run: Run | undefined
  let loose: TroubledLine[] = []
  let position: Position = resumed.start
  let lastLine = resumed.line
  let done: Order[] = []
  let doneLines = 0
  let enough = fewestLines
  let rejects: Reject[] = []
  let tally = emptyTally()
  const orderPlace = plan.at('order_id')

  /** Rows up to the cursor were dealt with, unless their order was held then. */
  const isNew = (line: number) => line > resumed.line
  const isOpenAgain = (order: string) => (apart.lastLine(order) ?? 0) > resumed.line

  function row(line: number, cells: readonly string[]): void {
    lastLine = line
    const order = reader.orderOf(cells)
    if (isHeader(cells)) return aside({ line, reason: 'header_again', detail: '' })
    if (!run || order === '' || order !== run.open.id) turn(order, line)
    else settleLoose(run, run)
    const into = run
    if (!into) return
    into.last = line
    if (!isNew(line) && !isOpenAgain(order)) return
    const read = reader.read(line, order, cells)
    if ('reason' in read) into.open.bad.push(read)
    else into.open.lines.push(read)
    if (into.open.lines.length > mostLinesOfOrder)
      throw badInput(
        `The order on line ${into.open.first} has more than ${mostLinesOfOrder} lines: is "${plan.names[orderPlace] ?? ''}" the number of the order?`,
        `line ${into.open.first}`,
      )
    if (!isNew(line)) return
    into.rows += 1
    const money = 'reason' in read ? read.money : read
    addSum(into.file, reader.kindOf(order), { orders: 0, lines: 1, quantity: money?.quantity ?? 0, minor: money?.amount ?? 0, exact: money?.exact ?? 0 })
  }

  const firstName = plan.header.line > 0 ? plan.names[0] : undefined
  const isHeader = (cells: readonly string[]) => cells[0] === firstName && cells.every((cell, i) => cell.trim() === plan.names[i])

  /** One order ends and another begins. */
  function turn(order: string, line: number): void {
    const next: Run = {
      open: held.get(order) ?? {
        id: order,
        kind: reader.kindOf(order),
        lines: [],
        bad: [],
        lost: order === '' ? undefined : apart.lostLine(order),
        start: position,
        first: line,
      },
      first: line,
      last: line,
      start: position,
      rows: 0,
      file: {},
      rejects: [],
    }
    settleLoose(run, next)
    close()
    run = next
  }

  /** A line that could not be read belongs to the order around it (`before` and `after` the same), or to the neighbour whose number it begins with. */
  function settleLoose(before: Run | undefined, after: Run | undefined): void {
    if (loose.length === 0) return
    for (const t of loose) {
      const said = reader.orderOf(t.cells)
      const owner = before === after || said === before?.open.id ? before : said !== '' && said === after?.open.id ? after : undefined
      const reject: Reject = { line: t.line, reason: t.code, detail: t.detail }
      if (!owner) aside(reject)
      else if (isNew(t.line) || isOpenAgain(owner.open.id)) {
        owner.open.bad.push({ ...reject, money: undefined })
        if (isNew(t.line)) {
          owner.rows += 1
          addSum(owner.file, owner.open.kind, { ...noSum(), lines: 1 })
        }
      }
    }
    loose = []
  }

  /** A rejected line of no order. It waits for the end of the run it stands in, as the cursor does. */
  function aside(reject: Reject): void {
    if (!isNew(reject.line)) return
    if (run) run.rejects.push(reject)
    else countAside([reject])
  }

  function countAside(some: readonly Reject[]): void {
    for (const reject of some) {
      rejects.push(reject)
      tally.rows += 1
      countReject(tally, reject.reason)
      for (const sums of [tally.sums.file, tally.sums.rejected]) addSum(sums, unread, { ...noSum(), lines: 1 })
    }
  }

  function close(): void {
    if (!run) return
    const { open } = run
    tally.rows += run.rows
    addSums(tally.sums.file, run.file)
    countAside(run.rejects)
    const last = open.id === '' ? undefined : apart.lastLine(open.id)
    const wasHeld = held.has(open.id)
    if (last !== undefined && last > run.last) {
      if (!wasHeld) held.set(open.id, open)
      heldLines += run.rows
      if (heldLines > mostHeldLines)
        throw badInput('Lines of the same orders stand too far apart in the file: sort it by order number and send it again.', `line ${open.first}`)
    } else {
      if (wasHeld) heldLines -= open.lines.length
      held.delete(open.id)
      if (open.lines.length + open.bad.length > 0) done.push(open)
      doneLines += open.lines.length + open.bad.length
    }
    run = undefined
  }

  return {
    from(start) {
      position = start
    },
    row,
    trouble(t) {
      lastLine = t.line
      loose.push(t)
    },
    end() {
      settleLoose(run, undefined)
      close()
      for (const open of held.values()) done.push(open)
      held.clear()
    },
    take(rest) {
      if (rest === 'enough' && doneLines < enough && done.length < enoughOrders) return undefined
      if (done.length === 0 && rejects.length === 0 && tally.rows === 0) return undefined
      const opens = [...[...held.values()].map((o) => o.start), ...(run ? [run.start] : [])]
      const start = opens.reduce((a, b) => (b.line < a.line ? b : a), position)
      const cursor = { start, line: run ? run.first - 1 : lastLine }
      enough = Math.min(enoughLines, enough * 2)
      const chunk = { things: done, rejects, tally, cursor }
      done = []
      doneLines = 0
      rejects = []
      tally = emptyTally()
      return chunk
    },
  }
}
