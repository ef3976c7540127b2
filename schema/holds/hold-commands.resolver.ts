import { commitHold } from '../../src/stock/commands/commit-hold.ts'
import { extendHold } from '../../src/stock/commands/extend-hold.ts'
import { holdUnits } from '../../src/stock/commands/hold-units.ts'
import { releaseHold } from '../../src/stock/commands/release-hold.ts'
import { replaceHold } from '../../src/stock/commands/replace-hold.ts'
import { Allow, SELLERS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, ID, Int, Mutation, Resolver } from '../decorators.ts'
import { command } from '../stock/command.ts'
import { foreignChannel, foreignLines, ownHold } from './hold-limits.ts'
import { CommitHoldOutcome, ExtendHoldOutcome, HoldOutcome, ReleaseHoldOutcome, ReplaceHoldOutcome } from './hold-outcome.type.ts'
import { HoldInput, LineUnitsInput, ReplaceHoldInput, toLineUnits, toWantedLines } from './hold.input.ts'

/** `key`: the same key with the same arguments gets the first answer again, also when that was "no". */
@Resolver()
export class HoldCommandsResolver {
  @Allow(SELLERS, { limited: 'checked' })
  @Mutation(() => HoldOutcome, { description: 'Holds all lines for a while, or none of them and says what is missing.' })
  async hold(
    @Arg('key', () => String) key: string,
    @Arg('input', () => HoldInput) { lines, ttlMs, pool = null, reference = null, channel = null, campaign, buyer }: HoldInput,
    @Ctx() context: RequestContext,
  ) {
    const args = { lines: toWantedLines(lines), ttlMs, pool, reference, channel }
    const no = foreignChannel(context.principal, channel) ?? foreignLines(context.principal, args.lines)
    if (no) return no
    const sale = await context.desk().campaigns.toSale({ campaign: campaign ?? null, buyer: buyer ?? null })
    return 'kind' in sale ? sale : command(context, holdUnits, { key, args: { ...args, ...sale } })
  }

  @Allow(SELLERS, { limited: 'checked' })
  @Mutation(() => ReplaceHoldOutcome, { description: 'Changes the lines of a hold at once, or leaves it as it was.' })
  async replaceHold(
    @Arg('key', () => String) key: string,
    @Arg('holdId', () => ID) id: string,
    @Arg('input', () => ReplaceHoldInput) { lines, pool = null }: ReplaceHoldInput,
    @Ctx() context: RequestContext,
  ) {
    const holdId = await ownHold(context, id)
    if (typeof holdId !== 'string') return holdId
    const args = { holdId, lines: toWantedLines(lines), pool }
    return foreignLines(context.principal, args.lines) ?? command(context, replaceHold, { key, args })
  }

  @Allow(SELLERS, { limited: 'checked' })
  @Mutation(() => ExtendHoldOutcome, { description: 'Never makes a hold shorter than it is.' })
  async extendHold(
    @Arg('key', () => String) key: string,
    @Arg('holdId', () => ID) id: string,
    @Arg('ttlMs', () => Int, { description: 'Milliseconds from now.' }) ttlMs: number,
    @Ctx() context: RequestContext,
  ) {
    const holdId = await ownHold(context, id)
    return typeof holdId === 'string' ? command(context, extendHold, { key, args: { holdId, ttlMs } }) : holdId
  }

  @Allow(SELLERS, { limited: 'checked' })
  @Mutation(() => CommitHoldOutcome, { description: 'The buyer has paid.' })
  async commitHold(@Arg('key', () => String) key: string, @Arg('holdId', () => ID) id: string, @Ctx() context: RequestContext) {
    const holdId = await ownHold(context, id)
    return typeof holdId === 'string' ? command(context, commitHold, { key, args: { holdId } }) : holdId
  }

  @Allow(SELLERS, { limited: 'checked' })
  @Mutation(() => ReleaseHoldOutcome, { description: 'Gives units back: all, or those of the lines named.' })
  async releaseHold(
    @Arg('key', () => String) key: string,
    @Arg('holdId', () => ID) id: string,
    @Arg('lines', () => [LineUnitsInput], { nullable: true }) lines: readonly LineUnitsInput[] | null,
    @Ctx() context: RequestContext,
  ) {
    const holdId = await ownHold(context, id)
    if (typeof holdId !== 'string') return holdId
    return command(context, releaseHold, { key, args: { holdId, lines: toLineUnits(lines) } })
  }
}
