import type { z } from 'zod'
import type { Opaque } from '../../platform/ids/index.ts'
import { type tag, tagColours } from './shapes.ts'
import type { Tag } from './tags.ts'

/** A tag as it stands outside. */
export function showTag(ids: Opaque, row: Tag): z.input<typeof tag> {
  return {
    id: ids.show('tag', row.tag_id),
    title: row.title,
    colour: tagColours.find((colour) => colour === row.colour) ?? 'gray',
    retired: row.retired_at !== null,
  }
}
