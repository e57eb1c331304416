import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { systemClock } from '../platform/clock.ts'
import { installation, withInstallation } from './installation.ts'
import { rowsProgress } from './progress.ts'

export const backupCommand = defineCommand({
  meta: { name: 'backup', description: 'Copy the databases, as they are at one moment, while everything runs.' },
  args: {
    ...installation,
    to: { type: 'string', description: 'Folder for the copies; default: backups/ of the installation', valueHint: 'DIR' },
  },
  async run({ args }) {
    const { backup } = await import('../platform/operations/index.ts')
    await withInstallation(args.home, async ({ home, databases }) => {
      const to = args.to === undefined ? home.backups : resolve(args.to)
      const show = rowsProgress(systemClock)
      const done = await backup({ ...databases, to, now: systemClock.now(), progress: show.rows, say: (line) => console.error(line) })
      show.end()
      console.log(`${done.main.folder}: ${done.main.tables} tables, ${done.main.rows} rows`)
      console.log(`${done.keys.folder}: ${done.keys.tables} tables, ${done.keys.rows} rows`)
      console.log(`Keep the two apart. Neither holds the epoch key: that is in ${home.keys} and, wrapped, under your recovery key.`)
    })
  },
})
