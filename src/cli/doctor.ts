import { defineCommand } from 'citty'
import { systemClock } from '../platform/clock.ts'
import { readMainConfig } from '../platform/config.ts'
import { lookAtAnalyst } from './analyst.ts'
import { homeOf, installation } from './installation.ts'

export const doctorCommand = defineCommand({
  meta: { name: 'doctor', description: 'Check this machine and this installation, and say what to do.' },
  args: installation,
  async run({ args }) {
    const { examine } = await import('../platform/operations/index.ts')
    const findings = await examine({ home: homeOf(args.home), own: readMainConfig(process.env), now: systemClock.now() })
    const analyst = await lookAtAnalyst(homeOf(args.home))
    if (analyst) findings.push(analyst)
    const width = Math.max(...findings.map((finding) => finding.about.length))
    const sign = { ok: 'ok  ', note: 'note', bad: 'BAD ' } as const
    for (const finding of findings) {
      console.log(`${sign[finding.state]}  ${finding.about.padEnd(width)}  ${finding.found}`)
      if (finding.todo) console.log(`${' '.repeat(width + 8)}→ ${finding.todo}`)
    }
    const bad = findings.filter((finding) => finding.state === 'bad').length
    console.log(bad === 0 ? 'Nothing is wrong.' : `${bad} to mend.`)
    if (bad > 0) process.exitCode = 1
  },
})
