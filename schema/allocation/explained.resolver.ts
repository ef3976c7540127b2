import type { QuotaExplained } from '../../src/allocation/explain-quota.ts'
import type { RequestContext } from '../context.ts'
import { Ctx, FieldResolver, Resolver, Root } from '../decorators.ts'
import { ListingType } from '../listings/listing.type.ts'
import { ListingMoveType } from '../selling/stock-move.type.ts'
import { QuotaExplainedType } from './explained.type.ts'

/** A listing has one open move, and beside it one that stops it. */
const MOVES_IN_FLIGHT = 20

@Resolver(() => QuotaExplainedType)
export class QuotaExplainedResolver {
  @FieldResolver(() => ListingType)
  listing(@Root() { listingId }: QuotaExplained, @Ctx() { loaders }: RequestContext) {
    return loaders().listingsById.load(listingId)
  }

  @FieldResolver(() => [ListingMoveType], { description: 'Moves that are on their way, or of which the outcome is unknown.' })
  async inFlight(@Root() { listingId }: QuotaExplained, @Ctx() { desk }: RequestContext) {
    return desk().selling.openMoves({ listingId, first: MOVES_IN_FLIGHT })
  }
}
