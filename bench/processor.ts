import { readdirSync, readFileSync } from 'node:fs'
import { print } from './scratch.ts'

// Processor time, which a machine busy with other work cannot lengthen much: what a rate hides, this tells. Read from Linux's
// /proc (proc_pid_stat(5)), in steps of 10 ms; elsewhere nothing is known and nothing printed.

const usPerTick = 1e6 / 100 // USER_HZ is 100 wherever Node runs

type Stat = { pid: number; parent: number; us: number }

/**
 * Microseconds of processor that a process and its children (PostgreSQL's connections, a keep's courier), living or ended,
 * used since they began; undefined when not known. The bench itself counts alone: what it measures are its children.
 */
export function cpuUsOf(pid: number): number | undefined {
  if (pid === process.pid) return process.cpuUsage().user + process.cpuUsage().system
  const all = new Map(
    living()
      .flatMap((id) => statOf(id) ?? [])
      .map((stat) => [stat.pid, stat]),
  )
  const family = (of: number): number => [...all.values()].filter((s) => s.parent === of).reduce((sum, s) => sum + family(s.pid), all.get(of)?.us ?? 0)
  return all.has(pid) ? family(pid) : undefined
}

/** The process that this one started to run `file`, as its command line says. */
export function childRunning(file: string): number {
  const found = living().find((pid) => statOf(pid)?.parent === process.pid && commandOf(pid).includes(file))
  return found ?? 0
}

/** Starts counting; the answer prints what each process used since, with its children, for each of `n` units of work. */
export function cpuMeter(processes: { [who: string]: number }): (bench: string, unit: string, n: number) => void {
  const before = Object.entries(processes).map(([who, pid]) => ({ who, pid, us: cpuUsOf(pid) }))
  return (bench, unit, n) => {
    for (const { who, pid, us } of before) {
      const now = cpuUsOf(pid)
      if (us !== undefined && now !== undefined) print({ bench, figure: `${who}_cpu_us`, value: (now - us) / n, unit: `us/${unit}`, n })
    }
  }
}

function living(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ') // the name before it may hold anything; field 3 is the first after it
    const field = (number: number) => Number(fields[number - 3])
    return { pid, parent: field(4), us: (field(14) + field(15) + field(16) + field(17)) * usPerTick }
  } catch {
    return undefined
  }
}
