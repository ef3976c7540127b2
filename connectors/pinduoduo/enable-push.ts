import { z } from 'zod'
import { wireFlag } from '../shared/wire.ts'
import type { PopClient } from './pop-client.ts'

const Permitted = z.object({ is_success: wireFlag })

/** Without topics, all that the application is subscribed to are pushed, as the page of pdd.pmc.user.permit advises. */
export async function enablePush(client: PopClient, signal: AbortSignal): Promise<boolean> {
  return (await client.read('pdd.pmc.user.permit', Permitted, { signal })).is_success
}
