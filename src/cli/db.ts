import { defineCommand } from 'citty'
import { installation, withDatabases, withInstallation } from './installation.ts'

const migrateCommand = defineCommand({
  meta: { name: 'migrate', description: 'Make roles and databases that are missing and apply new migrations.' },
  args: installation,
  async run({ args }) {
    const { migrate } = await import('../platform/launcher/index.ts')
    const { applied } = await withDatabases(args.home, ({ databases }) => migrate(databases))
    for (const name of applied) console.log(`applied ${name}`)
    console.log(applied.length === 0 ? 'Nothing to apply: the database is up to date.' : `${applied.length} applied.`)
  },
})

const distributeCommand = defineCommand({
  meta: { name: 'distribute', description: 'Spread the tables over the nodes of a Citus cluster.' },
  args: installation,
  async run({ args }) {
    const { distribute } = await import('../platform/operations/index.ts')
    await withInstallation(args.home, ({ databases }) => distribute(databases.ownerUrl, (line) => console.log(line)))
  },
})

export const dbCommand = defineCommand({
  meta: { name: 'db', description: 'The database: migrate, distribute.' },
  subCommands: { migrate: migrateCommand, distribute: distributeCommand },
})
