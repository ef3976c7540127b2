import type { SandboxAddress } from './serve-sandbox.ts'

/** Addresses, keys and goods of the sandboxes, for people. */
export function toPeopleText(addresses: Readonly<Record<string, SandboxAddress>>): string {
  const blocks = Object.entries(addresses).map(([name, address]) => {
    const shops = address.shops.flatMap(({ id, session, listings }) => [
      `  shop ${id}   session ${session}`,
      ...listings.map(
        ({ id: listing, merchantCode, title, units }) => `    ${listing}   ${merchantCode}   ${title}   ${units} for sale`,
      ),
    ])
    const { url, pushUrl, controlUrl, appKey, appSecret } = address
    return [
      name,
      `  gateway ${url}`,
      `  push    ${pushUrl}`,
      `  control ${controlUrl}`,
      `  app key ${appKey}   secret ${appSecret}`,
      ...shops,
    ].join('\n')
  })
  return `${blocks.join('\n\n')}\n\nServing until stopped (Ctrl-C). POST <control>/place-order {"shop","lines":[{"listing","units"}]} orders as a shopper does.\n`
}
