import { z } from 'zod'
import { wireFlag } from '../shared/wire.ts'
import type { TopClient } from './top-client.ts'

const Permitted = z.object({ is_success: wireFlag })

/** Without topics, all that the application is subscribed to are pushed: naming some would replace the others. */
export async function enablePush(client: TopClient, signal: AbortSignal): Promise<boolean> {
  return (await client.read('taobao.tmc.user.permit', Permitted, { signal })).is_success
}
