import type { Method } from './call.ts'
import { chinaTime } from '../shared/china-time.ts'
import { invalid } from './top-error.ts'

/** taobao.tmc.user.permit: without topics, all of the application's; with topics, exactly these. */
export const tmcPermit: Method = ({ parameters, shop, state }) => {
  state.permitted.set(shop.id, parameters.optional('topics') ? new Set(parameters.list('topics')) : 'all')
  return { is_success: true }
}

/** taobao.tmc.user.get */
export const tmcUser: Method = ({ shop, state }) => {
  const topics = state.permitted.get(shop.id)
  const listed = topics === undefined || topics === 'all' ? [] : [...topics]
  const user = { user_nick: shop.name, user_id: shop.id, is_valid: topics !== undefined, topics: { string: listed } }
  return topics === undefined ? {} : { tmc_user: user }
}

/** taobao.tmc.messages.consume: 10 to 200 messages of the application's queue. */
export const tmcConsume: Method = ({ parameters, state }) => {
  const limit = parameters.int('quantity', { min: 10, max: 200, initial: 100 })
  const messages = state.queue.take(limit, state.world.now()).map(({ id, topic, content, shopId, shopName, at }) => ({
    id: `#${id}`,
    topic,
    content,
    pub_time: chinaTime(at),
    user_id: shopId,
    user_nick: shopName,
  }))
  return messages.length === 0 ? {} : { messages: { tmc_message: messages } }
}

/** taobao.tmc.messages.confirm */
export const tmcConfirm: Method = ({ parameters, state }) => {
  const ids = parameters.list('s_message_ids')
  if (ids.length > 200) throw invalid('s_message_ids')
  for (const id of ids) state.queue.confirm(id)
  return { is_success: true }
}
