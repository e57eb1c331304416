import { z } from 'zod'
import { id } from '../../platform/http/shapes.ts'

/** The colours of the theme that a tag may have. */
export const tagColours = ['gray', 'red', 'pink', 'grape', 'violet', 'indigo', 'blue', 'cyan', 'teal', 'green', 'lime', 'yellow', 'orange'] as const
export const tagColour = z.enum(tagColours)

/** A word of the company by which customers are told apart. */
export const tag = z.object({
  id,
  title: z.string(),
  colour: tagColour,
  /** Offered no more; customers who have it keep it. */
  retired: z.boolean(),
})

/** How many tags a company may have in use. */
export const mostTags = 500
export const longestTitle = 40
