import { totalmem } from 'node:os'

export type ServerSettings = {
  socketFolder: string
  port: number
  tcp: boolean
  fsync: boolean
  major: number
}

/** postgresql.conf for one machine of two or more cores with a million customers; sizes follow the memory there is. */
export function settings(o: ServerSettings): string {
  const memory = memoryMb()
  const lines: Record<string, string | number> = {
    listen_addresses: o.tcp ? '127.0.0.1' : '',
    port: o.port,
    unix_socket_directories: process.platform === 'win32' ? '' : o.socketFolder,
    max_connections: 100,
    password_encryption: 'scram-sha-256',

    shared_buffers: `${between(64, memory / 8, 2048)}MB`,
    effective_cache_size: `${between(256, memory / 2, 65536)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: `${between(64, memory / 32, 512)}MB`,
    max_parallel_workers_per_gather: 1,
    max_logical_replication_workers: 0,
    random_page_cost: 1.1,
    effective_io_concurrency: process.platform === 'linux' ? 64 : 0,
    jit: 'off',

    // An acknowledged interaction is on disk. wal_compression stays off: the bundled build has no lz4, and pglz
    // costs the time that recording needs.
    fsync: o.fsync ? 'on' : 'off',
    full_page_writes: o.fsync ? 'on' : 'off',
    synchronous_commit: o.fsync ? 'on' : 'off',
    wal_level: 'replica',
    wal_buffers: '16MB',
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',

    autovacuum_vacuum_insert_scale_factor: 0.05,
    autovacuum_analyze_scale_factor: 0.05,
    idle_in_transaction_session_timeout: '5min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',

    // The log holds no statement, parameter or "Key (…)=(…)": those carry what customers said.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_min_duration_statement: -1,
    logging_collector: o.fsync ? 'on' : 'off',
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: 0,
  }
  const written = Object.entries(lines).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`)
  return [
    '# Written by Rapport at every start; put your own settings into local.conf beside this file.',
    ...written,
    "include_if_exists 'local.conf'",
    '',
  ].join('\n')
}

/** Passwords for everybody, by every way in. */
export const whoMayConnect = ['# Written by Rapport at every start.', 'local all all scram-sha-256', 'host all all 127.0.0.1/32 scram-sha-256', ''].join('\n')

// In a container the machine's memory is not ours; Node knows the limit.
function memoryMb(): number {
  const allowed = process.constrainedMemory()
  return Math.min(totalmem(), allowed > 0 ? allowed : Number.POSITIVE_INFINITY) / 2 ** 20
}

function between(least: number, value: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, value)))
}
