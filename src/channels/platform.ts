/** The marketplaces a channel can be on. One connector module per name. */
export const platforms = ['taobao', 'jd', 'pinduoduo'] as const
export type Platform = (typeof platforms)[number]
