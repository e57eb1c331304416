/** Whether the numbers of the preview are asked for: it costs a count over everyone, so it is never asked by itself. */
export type CampaignSearch = { preview?: boolean }

export function campaignSearch(search: Record<string, unknown>): CampaignSearch {
  return search.preview === true || search.preview === 'true' ? { preview: true } : {}
}
