import type { Method } from './call.ts'

/** pdd.pmc.user.permit: without topics, all of the application's; with topics, exactly these. */
export const pmcPermit: Method = ({ parameters, shop, state }) => {
  state.permitted.set(shop.id, parameters.optional('topics') === null ? 'all' : new Set(parameters.list('topics')))
  return { is_success: true }
}

/** pdd.pmc.user.cancel: by `owner_id`, a shop of this application. */
export const pmcCancel: Method = ({ parameters, state }) => ({
  is_success: state.permitted.delete(parameters.required('owner_id')),
})

/** pdd.pmc.user.get */
export const pmcUser: Method = ({ parameters, state }) => {
  const ownerId = parameters.required('owner_id')
  const topics = state.permitted.get(ownerId)
  if (topics === undefined) return {}
  return { pmc_user: { owner_id: ownerId, is_expire: 0, topics: topics === 'all' ? [] : [...topics] } }
}

/** pdd.pmc.accrue.query: how many messages wait. */
export const pmcBacklog: Method = ({ state }) => ({ total_count: state.queue.backlog })
