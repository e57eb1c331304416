import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { systemClock } from '../platform/clock.ts'
import { claimInstallation, migrate } from '../platform/launcher/index.ts'
import { installation, withDatabases } from './installation.ts'
import { rowsProgress } from './progress.ts'

export const restoreCommand = defineCommand({
  meta: { name: 'restore', description: 'Fill an empty installation from a backup.' },
  args: {
    ...installation,
    from: { type: 'positional', required: true, description: 'A main-… folder, or the folder with all backups: its newest is taken' },
    keys: { type: 'string', description: 'The keys-… folder; default: the newest beside the main backup', valueHint: 'DIR' },
  },
  async run({ args }) {
    const { chooseBackups, restore } = await import('../platform/operations/index.ts')
    const chosen = chooseBackups({ from: resolve(args.from), keys: args.keys === undefined ? undefined : resolve(args.keys) })
    await withDatabases(args.home, async ({ home, databases }) => {
      const claim = await claimInstallation(databases.ownerUrl)
      try {
        await migrate(databases)
        const show = rowsProgress(systemClock)
        const done = await restore({ ...databases, ...chosen, progress: show.rows })
        show.end()
        console.log(`Restored ${done.rows} rows of ${chosen.main} with the keys of ${chosen.keys}.`)
        if (done.erased > 0) console.log(`${done.erased} customers were erased since that backup; nothing of them was kept.`)
        if (!readdirSync(home.keys).some((name) => name.endsWith('.key'))) {
          console.log(`Before starting: put the epoch key file into ${home.keys}, or make it again: rapport keys recover.`)
        }
        if (!existsSync(join(home.secrets, 'ids'))) {
          console.log(`And put the old secrets/ids into ${home.secrets}: without it the ids that others have stored (c_…) mean nobody here.`)
        }
      } finally {
        await claim.release()
      }
    })
  },
})
