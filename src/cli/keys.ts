import { createInterface } from 'node:readline/promises'
import { defineCommand } from 'citty'
import type { KeyringTables } from '../keep/keyring/index.ts'
import { systemClock } from '../platform/clock.ts'
import { claimInstallation } from '../platform/launcher/index.ts'
import { installation, requireInstallation, withInstallation } from './installation.ts'

const rollCommand = defineCommand({
  meta: { name: 'roll', description: 'Wrap every key anew and destroy the old epoch key, after a verified backup of the keys.' },
  args: installation,
  async run({ args }) {
    const { openDb } = await import('../platform/db/index.ts')
    const { rollKeys } = await import('../keep/keyring/index.ts')
    const { backupKeys } = await import('../platform/operations/index.ts')
    await withInstallation(args.home, async ({ home, databases }) => {
      const claim = await claimInstallation(databases.ownerUrl) // a keep that runs would go on with the old epoch
      const db = openDb<KeyringTables>({ url: databases.url.keys })
      try {
        const done = await rollKeys({
          db,
          folder: home.keys,
          now: systemClock.now(),
          backup: async () => {
            const kept = await backupKeys({ ...databases, to: home.backups, now: systemClock.now() })
            console.log(`${kept.folder}: the keys, verified`)
          },
        })
        const gone = done.destroyed.length > 0 ? `epoch ${done.destroyed.join(', ')} is destroyed` : 'no old epoch was left'
        console.log(`Epoch ${done.epoch}: ${done.rewrapped} keys wrapped anew; ${gone}.`)
        console.log('Key backups from before open nothing any more: remove them.')
      } finally {
        await db.destroy()
        await claim.release()
      }
    })
  },
})

const recoverCommand = defineCommand({
  meta: { name: 'recover', description: 'Write lost epoch key files again, by the recovery key printed at set-up.' },
  args: installation,
  async run({ args }) {
    requireInstallation(args.home)
    const { openDb } = await import('../platform/db/index.ts')
    const { recoverEpochs } = await import('../keep/keyring/index.ts')
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    const printed = await lines.question('Recovery key: ') // never an argument: those stand in the shell's history and in ps
    lines.close()
    await withInstallation(args.home, async ({ home, databases }) => {
      const db = openDb<KeyringTables>({ url: databases.url.keys })
      try {
        const written = await recoverEpochs({ db, folder: home.keys }, printed)
        console.log(written.length > 0 ? `Written to ${home.keys}: epoch ${written.join(', ')}.` : 'No key file was missing.')
      } finally {
        await db.destroy()
      }
    })
  },
})

export const keysCommand = defineCommand({
  meta: { name: 'keys', description: 'The keys: roll, recover.' },
  subCommands: { roll: rollCommand, recover: recoverCommand },
})
